# cmake -DJSON=… -DCPP=… -P embed.cmake: writes a calendar into a source file, so that the program needs none.
file(READ "${JSON}" text)
file(WRITE "${CPP}.new" "#include \"calendar/days.h\"

namespace lienthong::calendar {

const std::string_view vn_public_sector_json = R\"calendar(${text})calendar\";

}  // namespace lienthong::calendar
")
file(RENAME "${CPP}.new" "${CPP}")

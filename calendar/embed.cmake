# cmake -DJSON=… -DCPP=… -P embed.cmake: writes the calendar file into a source file, so that the program needs no file.
file(READ "${JSON}" text)
file(WRITE "${CPP}.new" "#include \"calendar/days.h\"

namespace lienthong::calendar {

const std::string_view vn_public_sector_json = R\"calendar(${text})calendar\";

}  // namespace lienthong::calendar
")
file(RENAME "${CPP}.new" "${CPP}")

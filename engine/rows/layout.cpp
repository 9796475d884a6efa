#include "engine/rows/layout.h"
#include <stdexcept>
#include <type_traits>
#include "base/check.h"
#include "engine/rows/value_codec.h"
#include "engine/rows/work_codec.h"

namespace lienthong::engine {
namespace {

template <class T>
struct OptionalOf {
  using Inner = T;
  static constexpr bool is = false;
};
template <class T>
struct OptionalOf<std::optional<T>> {
  using Inner = T;
  static constexpr bool is = true;
};

template <class T>
concept IsId = requires(const T& id) {
  { id.value } -> std::convertible_to<std::int64_t>;
}
&&sizeof(T) == 8;

template <class T>
Cell cell_of(const T& field) {
  if constexpr (OptionalOf<T>::is)
    return field ? cell_of(*field) : Cell{};
  else if constexpr (std::is_same_v<T, std::string>)
    return Cell::of_text(field);
  else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Steady>)
    return Cell::of(field.ms);
  else if constexpr (std::is_enum_v<T>)
    return Cell::of_text(name_of(field));
  else if constexpr (IsId<T>)
    return Cell::of(field.value);
  else
    return Cell::of(static_cast<std::int64_t>(field));
}

template <class T>
T from_cell(const Cell& cell) {
  if constexpr (OptionalOf<T>::is) {
    if (cell.is_null()) return std::nullopt;
    return from_cell<typename OptionalOf<T>::Inner>(cell);
  } else if constexpr (std::is_same_v<T, std::string>) {
    return std::string(cell.text);
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Steady>) {
    return T{cell.integer};
  } else if constexpr (std::is_enum_v<T>) {
    std::optional<T> known = from_name<T>(cell.text);
    if (!known) throw std::runtime_error("the store holds the unknown name '" + std::string(cell.text) + "'");
    return *known;
  } else if constexpr (IsId<T>) {
    return T{cell.integer};
  } else {
    return static_cast<T>(cell.integer);
  }
}

template <class T>
Cell read_field(const void* field, std::string&) {
  return cell_of(*static_cast<const T*>(field));
}

template <class T>
void encode_field(const void* field, Row& row) {
  row.cells.push_back(cell_of(*static_cast<const T*>(field)));
}

template <class T>
void decode_field(void* field, const Cell* cells) {
  *static_cast<T*>(field) = from_cell<T>(*cells);
}

Cell read_blob(const void* field, std::string&) {
  return Cell::of_blob(*static_cast<const std::string*>(field));
}
void encode_blob(const void* field, Row& row) {
  row.cells.push_back(Cell::of_blob(*static_cast<const std::string*>(field)));
}

const TypedValue& typed(const void* field) { return *static_cast<const TypedValue*>(field); }
Cell read_type(const void* field, std::string&) { return Cell::of_text(name_of(typed(field).type)); }
Cell read_text(const void* field, std::string& held) { return text_part(typed(field), held); }
Cell read_number(const void* field, std::string&) { return number_part(typed(field)); }
Cell read_rest(const void* field, std::string& held) { return blob_part(typed(field), held); }
void encode_typed(const void* field, Row& row) {
  row.cells.push_back(Cell::of_text(name_of(typed(field).type)));
  row.cells.push_back(text_part(typed(field), row.held_text));
  row.cells.push_back(number_part(typed(field)));
  row.cells.push_back(blob_part(typed(field), row.held_blob));
}
void decode_typed(void* field, const Cell* cells) { *static_cast<TypedValue*>(field) = value_of(cells); }

const JobWork& work_in(const void* field) { return *static_cast<const JobWork*>(field); }
Cell read_kind(const void* field, std::string&) {
  return Cell::of_text(name_of(static_cast<JobKind>(work_in(field).index())));
}
Cell read_work(const void* field, std::string& held) {
  held.clear();
  encode_work(held, work_in(field));
  return Cell::of_text(held);
}
void encode_job_work(const void* field, Row& row) {
  row.cells.push_back(read_kind(field, row.held_text));
  row.cells.push_back(read_work(field, row.held_text));
}
void decode_job_work(void* field, const Cell* cells) {
  *static_cast<JobWork*>(field) = decode_work(cells[0].text, cells[1].text);
}

template <class T>
constexpr Column::Type column_type() {
  using Inner = typename OptionalOf<T>::Inner;
  return std::is_same_v<Inner, std::string> || std::is_enum_v<Inner> ? Column::Type::Text
                                                                     : Column::Type::Integer;
}

template <class T>
void add_field(Layout& table, std::string_view name, std::size_t offset) {
  using Type = Column::Type;
  int first = static_cast<int>(table.columns.size());
  std::string word(name);
  if constexpr (std::is_same_v<T, TypedValue>) {
    table.fields.push_back({offset, first, encode_typed, decode_typed});
    table.columns.push_back({word + ".type", word + "_type", Type::Text, false, offset, read_type});
    table.columns.push_back({word + ".text", word + "_text", Type::Text, true, offset, read_text});
    table.columns.push_back({word + ".number", word + "_number", Type::Number, true, offset, read_number});
    table.columns.push_back({word + ".blob", word + "_blob", Type::Bytes, true, offset, read_rest});
  } else if constexpr (std::is_same_v<T, JobWork>) {
    table.fields.push_back({offset, first, encode_job_work, decode_job_work});
    table.columns.push_back({"kind", "kind", Type::Text, false, offset, read_kind});
    table.columns.push_back({word, word, Type::Text, false, offset, read_work});
  } else if (std::is_same_v<T, std::string> && name == "bytes") {
    table.fields.push_back({offset, first, encode_blob, decode_field<T>});
    table.columns.push_back({word, word, Type::Bytes, false, offset, read_blob});
  } else {
    table.fields.push_back({offset, first, encode_field<T>, decode_field<T>});
    table.columns.push_back({word, word, column_type<T>(), OptionalOf<T>::is, offset, read_field<T>});
  }
}

template <class R>
Layout build() {
  Layout table;
  table.name = R::table;
  const R sample{};
  R::columns([&]<class T>(std::string_view name, T R::*member) {
    const char* field = reinterpret_cast<const char*>(&(sample.*member));
    add_field<T>(table, name, static_cast<std::size_t>(field - reinterpret_cast<const char*>(&sample)));
  });
  return table;
}

template <class... R>
std::vector<Layout> build_all(Records<R...>) {
  std::vector<Layout> tables;
  (tables.push_back(build<R>()), ...);
  return tables;
}

}  // namespace

const Column* Layout::find(std::string_view column) const {
  for (const Column& candidate : columns)
    if (candidate.name == column) return &candidate;
  return nullptr;
}

void Layout::encode(const void* record, Row& row) const {
  row.cells.clear();
  for (const Field& field : fields) field.encode(static_cast<const char*>(record) + field.offset, row);
}

void Layout::decode(void* record, const std::vector<Cell>& cells) const {
  check(cells.size() == columns.size(), "a row of another shape");
  for (const Field& field : fields)
    field.decode(static_cast<char*>(record) + field.offset,
                 &cells[static_cast<std::size_t>(field.first_column)]);
}

const std::vector<Layout>& all_layouts() {
  static const std::vector<Layout> tables = build_all(AllRecords{});
  return tables;
}

const Layout* find_layout(std::string_view name) {
  for (const Layout& table : all_layouts())
    if (table.name == name) return &table;
  return nullptr;
}

}  // namespace lienthong::engine

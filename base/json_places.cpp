#include "base/json_places.h"
#include <iterator>
#include <nlohmann/json.hpp>
#include "base/utf8.h"

namespace lienthong::json {
namespace {

/// The text as the parser reads it, a byte at a time, so that its events have a place.
struct Reader {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  const char* at = nullptr;
  const char** reached = nullptr;

  const char& operator*() const { return *at; }
  Reader& operator++() {
    *reached = ++at;
    return *this;
  }
  bool operator==(const Reader& other) const { return at == other.at; }
};

class Objects final : public nlohmann::json_sax<nlohmann::json> {
 public:
  Objects(std::string_view text, const char* const& reached) : reached_(reached), counted_(text.data()) {}

  std::vector<ObjectPlace> found;

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return false; }
  bool start_array(std::size_t) override { return true; }
  bool end_array() override { return true; }
  bool start_object(std::size_t) override {
    for (; counted_ < reached_ - 1; ++counted_) {
      column_ = *counted_ == '\n' ? 1 : column_ + (utf8::begins(*counted_) ? 1 : 0);
      line_ += *counted_ == '\n' ? 1 : 0;
    }
    open_.push_back(found.size());
    found.push_back({line_, column_, {}});
    return true;
  }
  bool key(string_t& name) override {
    found[open_.back()].keys.push_back(name);
    return true;
  }
  bool end_object() override {
    open_.pop_back();
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    return false;
  }

 private:
  const char* const& reached_;
  const char* counted_;
  int line_ = 1, column_ = 1;
  std::vector<std::size_t> open_;
};

}  // namespace

std::vector<ObjectPlace> objects_of(std::string_view text) {
  const char* reached = text.data();
  Objects objects(text, reached);
  nlohmann::json::sax_parse(Reader{text.data(), &reached}, Reader{text.data() + text.size(), &reached},
                            &objects);
  return std::move(objects.found);
}

}  // namespace lienthong::json

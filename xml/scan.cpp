#include "xml/scan.h"
#include <algorithm>
#include <cstdint>
#include <vector>
#include "base/utf8.h"

namespace lienthong::xml {

Place Cursor::at(std::size_t offset) {
  for (offset = std::min(offset, text_.size()); offset_ < offset; ++offset_) {
    if (text_[offset_] == '\n')
      place_ = {place_.line + 1, 1};
    else if (utf8::begins(text_[offset_]))
      ++place_.column;
  }
  return place_;
}

std::string_view without_mark(std::string_view xml) {
  return xml.substr(0, 3) == "\xEF\xBB\xBF" ? xml.substr(3) : xml;
}

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
}
bool is_name_char(char c) { return is_name_start(c) || is_digit(c) || c == '-' || c == '.'; }

bool is_xml_char(char32_t c) {
  return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

/// The length of the character at `at`, 0 when it is no UTF-8 or not allowed in XML.
std::size_t character_length(std::string_view text, std::size_t at) {
  const std::size_t length = utf8::sequence_length(text, at);
  return length > 0 && is_xml_char(utf8::next(text, at)) ? length : 0;
}

class Scanner {
 public:
  Scanner(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}

  std::optional<Problem> run() {
    if (text_.size() > limits_.bytes_max) {
      fail(0, "xml-too-large", "The file has more than " + std::to_string(limits_.bytes_max) + " bytes");
      return problem_;
    }
    if (!characters_allowed() || !document()) return problem_;
    return std::nullopt;
  }

 private:
  bool fail(std::size_t offset, std::string rule, std::string message) {
    const Place place = Cursor(text_).at(offset);
    problem_ = Problem{
        Problem::Severity::Error, std::move(rule), std::move(message), "", place.line, place.column, ""};
    return false;
  }
  bool syntax(std::size_t offset, std::string message) {
    return fail(offset, "xml-syntax", std::move(message));
  }
  bool truncated(std::size_t from, const std::string& what) {
    return syntax(from, "The file ends inside the " + what + " that begins here");
  }
  bool ends() const { return at_ >= text_.size(); }
  bool starts(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  void skip_space() {
    while (!ends() && is_space(text_[at_])) ++at_;
  }

  bool characters_allowed() {
    for (std::size_t i = 0; i < text_.size();) {
      const std::size_t length = character_length(text_, i);
      if (length == 0)
        return fail(i, "xml-encoding", "Not a UTF-8 character that XML allows; save the file as UTF-8");
      i += length;
    }
    return true;
  }

  /// Everything from one `<` to the matching end, or text up to the next `<`.
  bool document() {
    while (!ends()) {
      if (text_[at_] != '<') {
        if (!characters()) return false;
      } else if (starts("<!--")) {
        if (!comment()) return false;
      } else if (starts("<![CDATA[")) {
        if (open_.empty()) return syntax(at_, "Text outside the root element");
        if (!skip_past("]]>", 9, "CDATA section")) return false;
      } else if (starts("<!")) {
        return fail(at_, "xml-doctype", "DOCTYPE and other declarations are refused; remove them");
      } else if (starts("<?")) {
        if (!instruction()) return false;
      } else if (starts("</")) {
        if (!end_tag()) return false;
      } else if (!start_tag()) {
        return false;
      }
    }
    if (!open_.empty())
      return truncated(open_.back().offset, "element <" + std::string(open_.back().name) + ">");
    return elements_ > 0 || syntax(0, "The file holds no XML element");
  }

  bool skip_past(std::string_view end, std::size_t from, const char* what) {
    const std::size_t found = text_.find(end, at_ + from);
    if (found == text_.npos) return truncated(at_, what);
    at_ = found + end.size();
    return true;
  }

  bool comment() {
    const std::size_t from = at_;
    const std::size_t dashes = text_.find("--", at_ + 4);
    if (dashes == text_.npos) return truncated(from, "comment");
    if (text_.substr(dashes, 3) != "-->") return syntax(dashes, "\"--\" is not allowed inside a comment");
    at_ = dashes + 3;
    return true;
  }

  bool instruction() {
    const std::size_t from = at_;
    if (!skip_past("?>", 2, "processing instruction")) return false;
    const std::string_view inside = text_.substr(from + 2, at_ - from - 4);
    if (inside.empty() || !is_name_start(inside.front()))
      return syntax(from, "A processing instruction needs a name");
    if (inside.substr(0, 3) != "xml" || (inside.size() > 3 && is_name_char(inside[3]))) return true;
    if (from != 0) return syntax(from, "The XML declaration must be the very first thing in the file");
    return true;
  }

  bool characters() {
    const std::size_t end = std::min(text_.find('<', at_), text_.size());
    for (; at_ < end; ++at_) {
      const char c = text_[at_];
      if (open_.empty() && !is_space(c)) return syntax(at_, "Text outside the root element");
      if (c == '&' && !reference()) return false;
      if (c == ']' && starts("]]>")) return syntax(at_, "\"]]>\" is not allowed in text");
    }
    return true;
  }

  /// One of the five entities that XML itself defines, or a character by number. Leaves `at_` on the
  /// semicolon.
  bool reference() {
    const std::size_t from = at_, end = text_.substr(0, at_ + 12).find(';', at_);
    if (end == text_.npos) return syntax(from, "\"&\" must be written as &amp;");
    const std::string_view name = text_.substr(from + 1, end - from - 1);
    at_ = end;
    if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") return true;
    if (name.size() < 2 || name[0] != '#') return syntax(from, "Unknown entity &" + std::string(name) + ";");
    const bool hex = name[1] == 'x';
    std::uint32_t code = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
      const int digit = is_digit(c)                   ? c - '0'
                        : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                      : -1;
      if (digit < 0) return syntax(from, "A character reference needs digits");
      code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
      if (code > 0x10FFFF) break;
    }
    return is_xml_char(code) || syntax(from, "A character reference to a character that XML does not allow");
  }

  std::string_view name() {
    const std::size_t from = at_;
    if (!ends() && is_name_start(text_[at_]))
      while (!ends() && is_name_char(text_[at_])) ++at_;
    return text_.substr(from, at_ - from);
  }

  bool end_tag() {
    const std::size_t from = at_;
    at_ += 2;
    const std::string_view closing = name();
    skip_space();
    if (ends()) return truncated(from, "end tag");
    if (closing.empty() || text_[at_] != '>') return syntax(from, "An end tag needs a name and \">\"");
    if (open_.empty()) return syntax(from, "</" + std::string(closing) + "> closes nothing");
    if (open_.back().name != closing) return closes_another(from, closing);
    open_.pop_back();
    ++at_;
    return true;
  }

  /// Where an element further out is closed, the one that was left open is to be mended; else the end tag.
  bool closes_another(std::size_t from, std::string_view closing) {
    const Open& inner = open_.back();
    const std::string opened = std::string(inner.name), tag = "</" + std::string(closing) + ">";
    if (std::ranges::find(open_, closing, &Open::name) != open_.end())
      return syntax(inner.offset, "The element <" + opened + "> that begins here is not closed before " +
                                      tag + " in line " + std::to_string(Cursor(text_).at(from).line));
    return syntax(from, tag + " where </" + opened + "> is expected, for the element that begins in line " +
                            std::to_string(Cursor(text_).at(inner.offset).line));
  }

  bool start_tag() {
    const std::size_t from = at_++;
    const std::string_view opening = name();
    if (opening.empty()) return syntax(from, "\"<\" must begin a tag or be written as &lt;");
    if (open_.empty() && elements_ > 0)
      return syntax(from, "A second root element <" + std::string(opening) + ">");
    if (++elements_ > limits_.elements_max)
      return fail(from, "xml-too-many-elements",
                  "More than " + std::to_string(limits_.elements_max) + " elements");
    if (static_cast<int>(open_.size()) >= depth_max)
      return fail(from, "xml-too-deep", "Elements are nested deeper than " + std::to_string(depth_max));
    if (!attributes(from)) return false;
    if (text_[at_] == '>')
      open_.push_back({opening, from});
    else if (!starts("/>"))
      return syntax(at_, "\"/\" must be followed by \">\"");
    at_ += text_[at_] == '>' ? 1 : 2;
    return true;
  }

  /// Up to the `>` or `/` that ends the tag.
  bool attributes(std::size_t tag) {
    names_.clear();
    for (;;) {
      const std::size_t before = at_;
      skip_space();
      if (ends()) return truncated(tag, "tag");
      if (text_[at_] == '>' || text_[at_] == '/') break;
      const std::size_t from = at_;
      const std::string_view attribute = name();
      if (attribute.empty() || before == from)
        return syntax(from, "An attribute name, \">\" or \"/>\" is expected here");
      if (static_cast<int>(names_.size()) >= attributes_max)
        return fail(from, "xml-too-many-attributes",
                    "An element with more than " + std::to_string(attributes_max) + " attributes");
      names_.push_back(attribute);
      skip_space();
      if (ends()) return truncated(tag, "tag");
      if (text_[at_] != '=') return syntax(at_, "Attribute " + std::string(attribute) + " has no value");
      ++at_;
      skip_space();
      if (ends()) return truncated(tag, "tag");
      if (!value()) return false;
    }
    std::sort(names_.begin(), names_.end());
    const auto twice = std::adjacent_find(names_.begin(), names_.end());
    return twice == names_.end() || syntax(tag, "Attribute " + std::string(*twice) + " is given twice");
  }

  bool value() {
    const std::size_t from = at_;
    const char quote = text_[at_];
    if (quote != '"' && quote != '\'') return syntax(from, "An attribute value needs quotes");
    const std::size_t end = text_.find(quote, from + 1);
    if (end == text_.npos) return truncated(from, "attribute value");
    if (end - from - 1 > attribute_bytes_max)
      return fail(from, "xml-attribute-too-long",
                  "An attribute value of more than " + std::to_string(attribute_bytes_max) + " bytes");
    for (++at_; at_ < end; ++at_) {
      if (text_[at_] == '<') return syntax(at_, "\"<\" in an attribute value must be written as &lt;");
      if (text_[at_] == '&' && !reference()) return false;
    }
    ++at_;
    return true;
  }

  struct Open {
    std::string_view name;
    std::size_t offset;
  };
  std::string_view text_;
  const Limits& limits_;
  std::size_t at_ = 0;
  int elements_ = 0;
  std::vector<Open> open_;
  std::vector<std::string_view> names_;
  std::optional<Problem> problem_;
};

}  // namespace

std::optional<Problem> scan(std::string_view xml, const Limits& limits) {
  return Scanner(without_mark(xml), limits).run();
}

}  // namespace lienthong::xml

#include <algorithm>
#include <fstream>
#include <sstream>
#include "adapters/directory.h"
#include "app/commands.h"
#include "base/refused.h"

namespace lienthong::app {

std::vector<std::filesystem::path> files_below(const std::filesystem::path& path,
                                               const std::string& extension) {
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return {path};
  if (!std::filesystem::is_directory(path, error))
    throw Refused(Refused::Kind::NotFound, "there is no file or folder '" + path.string() + "'");
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
    if (entry.is_regular_file() && (extension.empty() || entry.path().extension() == extension))
      files.push_back(entry.path());
  if (files.empty() && !extension.empty())
    throw Refused(Refused::Kind::NotFound, "there is no " + extension + " file in '" + path.string() + "'");
  std::ranges::sort(files);
  return files;
}

std::shared_ptr<const engine::Delegates> read_delegates(const std::filesystem::path& file) {
  if (file.empty()) return nullptr;
  return std::make_shared<const engine::Delegates>(engine::Delegates::parse(read_file(file)));
}

std::shared_ptr<const calendar::Calendar> read_calendar(const std::filesystem::path& file) {
  return file.empty() ? calendar::Calendar::vietnam() : calendar::Calendar::parse(read_file(file));
}

namespace {

std::vector<std::string> calendar_texts(const std::vector<std::string>& files_or_ids) {
  const std::string& built_in = calendar::Calendar::vietnam()->id();
  std::vector<std::string> texts;
  for (const std::string& one : files_or_ids) {
    std::error_code ignored;
    if (one == built_in)
      texts.emplace_back(calendar::vn_public_sector_text());
    else if (std::filesystem::is_regular_file(one, ignored))
      texts.push_back(read_file(one));
    else
      throw Refused(Refused::Kind::NotFound,
                    "'" + one + "' is no calendar file, and none is built in but '" + built_in + "'");
  }
  return texts;
}

std::shared_ptr<const calendar::Calendar> office_calendar(const std::vector<std::string>& texts) {
  return texts.empty() ? calendar::Calendar::vietnam() : calendar::Calendar::merged(texts);
}

}  // namespace

std::shared_ptr<const calendar::Calendar> read_calendars(const std::vector<std::string>& files_or_ids) {
  return office_calendar(calendar_texts(files_or_ids));
}

calendar::Calendars read_calendar_book(const std::vector<std::string>& files_or_ids) {
  const std::vector<std::string> texts = calendar_texts(files_or_ids);
  calendar::Calendars book(office_calendar(texts));
  if (texts.size() > 1)
    for (const std::string& text : texts) book.add(text, Instant::first());
  return book;
}

std::function<bool(const std::string&)> units_of(const std::filesystem::path& organisation) {
  if (organisation.empty()) return nullptr;
  return [units = adapters::Directory::parse(read_file(organisation))](const std::string& unit) {
    return !units.addresses(unit, 0).empty();
  };
}

bool is_deployable(const std::filesystem::path& file) {
  const auto kind = file.extension();
  return kind == ".bpmn" || kind == ".dmn" || kind == ".form" || kind == ".js" ||
         file.filename() == engine::Delegates::resource_name;
}

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Refused(Refused::Kind::NotFound, "cannot read '" + path.string() + "'");
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace lienthong::app

#include <curl/curl.h>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <optional>
#include "app/commands.h"
#include "app/service.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::app {
namespace {

constexpr long watch_pause_ms = 200;     ///< between two looks; a save is whole when two looks agree
constexpr std::size_t shown_bytes = 80;  ///< of an answer that is none of ours

struct CurlGone {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_mime* m) const { curl_mime_free(m); }
};

struct Answer {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string type, text;

  /// Null when it is no JSON.
  Value body() const try { return json::parse(text); } catch (const std::exception&) {
    return {};
  }
};

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

struct Part {
  std::string name, bytes, file;  ///< no file: a plain field
};

/// GET without parts, a form by POST with them.
Answer ask(const std::string& url, const std::vector<Part>& parts = {}) {
  const std::unique_ptr<CURL, CurlGone> curl(curl_easy_init());
  const std::unique_ptr<curl_mime, CurlGone> mime(curl_mime_init(curl.get()));
  for (const Part& part : parts) {
    curl_mimepart* added = curl_mime_addpart(mime.get());
    curl_mime_name(added, part.name.c_str());
    curl_mime_data(added, part.bytes.data(), part.bytes.size());
    if (!part.file.empty()) curl_mime_filename(added, part.file.c_str());
  }
  Answer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  if (!parts.empty()) curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, mime.get());
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.text);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
  answer.code = curl_easy_perform(curl.get());
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  char* type = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type);
  if (type) answer.type = type;
  return answer;
}

std::vector<std::filesystem::path> deployable_below(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::filesystem::path> files;
  for (const auto& path : paths)
    for (const auto& file : files_below(path, ""))
      if (is_deployable(file)) files.push_back(file);
  if (files.empty()) throw Refused(Refused::Kind::NotFound, "no .bpmn, .dmn, .form or .js file there");
  return files;
}

using Resources = std::vector<std::pair<std::string, std::string>>;  ///< name and bytes

/// A deployment knows its files by their names alone, and one would take the place of the other.
Resources resources_of(const DeployOptions& options) {
  std::map<std::string, std::filesystem::path> files;
  const auto add = [&files](const std::string& name, const std::filesystem::path& file) {
    if (const auto [other, fresh] = files.emplace(name, file); !fresh)
      throw Refused(Refused::Kind::Invalid, "'" + other->second.string() + "' and '" + file.string() +
                                                "' have one name; deploy them one by one");
  };
  for (const auto& file : deployable_below(options.paths)) add(file.filename().string(), file);
  if (!options.delegates.empty()) add(std::string(engine::Delegates::resource_name), options.delegates);
  Resources resources;
  for (const auto& [name, file] : files) resources.emplace_back(name, read_file(file));
  return resources;
}

/// What answers at the URL, for somebody who has mistaken it.
std::string found_there(const Answer& answer) {
  std::string text = "status " + std::to_string(answer.status);
  if (!answer.type.empty()) text += ", " + answer.type;
  const std::string begin = answer.text.substr(0, std::min(answer.text.find('\n'), shown_bytes));
  return begin.empty() ? text : text + ": " + begin;
}

void tell_unreachable(const std::string& url, const Answer& answer) {
  std::fprintf(stderr, "lienthong: cannot reach %s: %s; is `lienthong serve` running there?\n", url.c_str(),
               curl_easy_strerror(answer.code));
}

/// How many deployments there are; nothing, once told, when nobody answers. Throws Refused{NotFound} that
/// says what is there when it is no engine.
std::optional<std::string> count_deployments(const std::string& url) {
  const Answer answer = ask(url + "/deployment/count");
  if (answer.code != CURLE_OK) {
    tell_unreachable(url, answer);
    return std::nullopt;
  }
  const Value body = answer.body();
  if (answer.status == 200 && body.is_context() && body.find("count")) return text_at(body, "count");
  std::string hint;
  const std::string better = url + (url.ends_with('/') ? "engine-rest" : "/engine-rest");
  if (const Answer there = ask(better + "/version"); there.status == 200 && there.body().is_context())
    hint = "; do you mean --url " + better + "?";
  throw Refused(Refused::Kind::NotFound,
                "there is no /engine-rest at " + url + " but " + found_there(answer) + hint);
}

Answer upload(const DeployOptions& options, const Resources& resources) {
  std::vector<Part> parts{{"deployment-name", options.name, ""},
                          {"deployment-source", "lienthong deploy", ""},
                          {"enable-duplicate-filtering", "true", ""}};
  for (const auto& [name, bytes] : resources)
    parts.push_back({"resource-" + std::to_string(parts.size()), bytes, name});
  return ask(options.url + "/deployment/create", parts);
}

/// A line for each definition that the answer has under `key`; answers how many.
std::size_t print_definitions(const Value& body, const char* key, const char* kind) {
  const Value* definitions = body.find(key);
  if (!definitions || !definitions->is_context()) return 0;
  for (const auto& [id, definition] : definitions->context().entries)
    std::printf("  %s %s, version %s, id %s\n", kind, text_at(definition, "key").c_str(),
                text_at(definition, "version").c_str(), id.c_str());
  return definitions->context().entries.size();
}

void print_warnings(const Value& body) {
  const Value* warnings = body.find("warnings");
  if (!warnings || !warnings->is_list()) return;
  for (const Value& warning : warnings->list())
    std::printf("%s:%s:%s: warning: %s [%s]\n", text_at(warning, "resource").c_str(),
                text_at(warning, "line").c_str(), text_at(warning, "column").c_str(),
                text_at(warning, "message").c_str(), text_at(warning, "rule").c_str());
}

int deploy_once(const DeployOptions& options) {
  const Resources resources = resources_of(options);
  const auto before = count_deployments(options.url);
  if (!before) return exit_failure;
  const Answer answer = upload(options, resources);
  if (answer.code != CURLE_OK) {
    tell_unreachable(options.url, answer);
    return exit_failure;
  }
  const Value body = answer.body();
  if (answer.status != 200 || !body.is_context()) {
    const std::string why = body.is_context() ? text_at(body, "message") : found_there(answer);
    std::fprintf(stderr, "lienthong: not deployed (%ld): %s\n", answer.status, why.c_str());
    return exit_found;
  }
  const std::size_t files = resources.size();
  std::printf("deployment %s of %zu file%s\n", text_at(body, "id").c_str(), files, files == 1 ? "" : "s");
  const std::size_t told = print_definitions(body, "deployedProcessDefinitions", "process") +
                           print_definitions(body, "deployedDecisionDefinitions", "decision") +
                           print_definitions(body, "deployedDecisionRequirementsDefinitions", "requirements");
  if (told == 0 && count_deployments(options.url) == before)
    std::printf("  nothing had changed\n");
  else
    for (const auto& [name, bytes] : resources)
      if (!name.ends_with(".bpmn") && !name.ends_with(".dmn")) std::printf("  file %s\n", name.c_str());
  print_warnings(body);
  return exit_ok;
}

// ---- on each save

using Saved = std::map<std::filesystem::path, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;

/// The files as they are now; a file that an editor is replacing may be missing.
Saved look(const DeployOptions& options) {
  Saved saved;
  const auto add = [&](const std::filesystem::path& file) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    const auto size = error ? 0 : std::filesystem::file_size(file, error);
    if (!error) saved[file] = {time, size};
  };
  try {
    for (const auto& file : deployable_below(options.paths)) add(file);
  } catch (const Refused&) {  // told once it is looked at for a deployment
  } catch (const std::filesystem::filesystem_error&) {
  }
  if (!options.delegates.empty()) add(options.delegates);
  return saved;
}

/// Whether somebody wants to end, after waiting a moment.
bool ends(long wait_ms) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  const timespec wait{wait_ms / 1'000, wait_ms % 1'000 * 1'000'000};
  return sigtimedwait(&set, nullptr, &wait) > 0;
}

/// Models with an error stay with their author; whether scripts may run is the server's to say.
void check_and_deploy(const DeployOptions& options) try {
  std::vector<std::filesystem::path> models;
  for (const auto& file : deployable_below(options.paths))
    if (file.extension() != ".js" && file.filename() != engine::Delegates::resource_name)
      models.push_back(file);
  CheckOptions judging;
  judging.delegates = options.delegates;
  judging.javascript = true;
  if (!models.empty() && check(models, judging) != exit_ok)
    std::printf("not deployed: there are errors\n");
  else
    deploy_once(options);
} catch (const Refused& refused) {
  std::fprintf(stderr, "lienthong: %s\n", refused.what());
}

int watch(const DeployOptions& options) {
  block_signals();
  Saved deployed, before;
  while (true) {
    const Saved now = look(options);
    if (now == before && now != deployed) {
      check_and_deploy(options);
      deployed = now;
      std::printf("waiting for the next save; Ctrl-C ends\n");
      std::fflush(stdout);
    }
    before = now;
    if (ends(watch_pause_ms)) return exit_ok;
  }
}

}  // namespace

int deploy(const DeployOptions& options) {
  if (!options.watch) return deploy_once(options);
  deployable_below(options.paths);  // a mistyped path is told at once
  return watch(options);
}

}  // namespace lienthong::app

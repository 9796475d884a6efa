#include <curl/curl.h>
#include <cstdio>
#include <memory>
#include "app/commands.h"
#include "base/json.h"
#include "base/refused.h"

namespace lienthong::app {
namespace {

std::size_t append(char* bytes, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, size * count);
  return size * count;
}

struct CurlGone {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
  void operator()(curl_mime* m) const { curl_mime_free(m); }
};

void add_part(curl_mime* mime, const std::string& name, const std::string& bytes,
              const std::string& file = {}) {
  curl_mimepart* part = curl_mime_addpart(mime);
  curl_mime_name(part, name.c_str());
  curl_mime_data(part, bytes.data(), bytes.size());
  if (!file.empty()) curl_mime_filename(part, file.c_str());
}

}  // namespace

int deploy(const std::vector<std::filesystem::path>& paths, const std::string& url, const std::string& name,
           const std::filesystem::path& delegates) {
  const std::unique_ptr<CURL, CurlGone> curl(curl_easy_init());
  const std::unique_ptr<curl_mime, CurlGone> mime(curl_mime_init(curl.get()));
  add_part(mime.get(), "deployment-name", name);
  add_part(mime.get(), "deployment-source", "lienthong deploy");
  add_part(mime.get(), "enable-duplicate-filtering", "true");
  int files = 0;
  for (const auto& path : paths)
    for (const auto& file : files_below(path, ""))
      if (is_deployable(file))
        add_part(mime.get(), "resource-" + std::to_string(++files), read_file(file),
                 file.filename().string());
  if (!delegates.empty())
    add_part(mime.get(), "resource-" + std::to_string(++files), read_file(delegates),
             std::string(engine::Delegates::resource_name));
  if (files == (delegates.empty() ? 0 : 1))
    throw Refused(Refused::Kind::NotFound, "no .bpmn, .dmn, .form or .js file there");
  std::string answer;
  const std::string target = url + "/deployment/create";
  curl_easy_setopt(curl.get(), CURLOPT_URL, target.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_MIMEPOST, mime.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 60L);
  if (const CURLcode code = curl_easy_perform(curl.get()); code != CURLE_OK) {
    std::fprintf(stderr, "lienthong: cannot reach %s: %s; is `lienthong serve` running there?\n",
                 target.c_str(), curl_easy_strerror(code));
    return exit_failure;
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  const Value body = json::parse(answer);
  if (status != 200) {
    std::fprintf(stderr, "lienthong: not deployed (%ld): %s\n", status, text_at(body, "message").c_str());
    return exit_found;
  }
  const Value* definitions = body.find("deployedProcessDefinitions");
  std::printf("deployment %s of %d file%s\n", text_at(body, "id").c_str(), files, files == 1 ? "" : "s");
  if (!definitions || !definitions->is_context())
    std::printf("  nothing had changed\n");
  else
    for (const auto& [id, definition] : definitions->context().entries) std::printf("  %s\n", id.c_str());
  return exit_ok;
}

}  // namespace lienthong::app

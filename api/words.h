#pragma once
// What an operation may be asked with, so that nothing a client says is lost without a word.
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

namespace lienthong::api {

/// The words that one operation understands, of its query string or of its body.
class Words {
 public:
  Words() = default;
  Words(std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) add(word);
  }
  void add(std::string_view word) { words_.emplace(word); }
  bool know(std::string_view word) const { return words_.contains(word); }
  auto begin() const { return words_.begin(); }
  auto end() const { return words_.end(); }

 private:
  std::set<std::string, std::less<>> words_;
};

/// Throws the contract's 400 for a word that somebody meant but that says nothing here: one like a word that
/// is known, or one of `elsewhere`, which other operations understand. What is neither is ignored, as the
/// contract wants it (engine-rest 1.3, 1.7). Without `elsewhere` every unknown word is refused. `what`:
/// "query parameter of GET /task".
void check_word(std::string_view word, const Words& known, const Words* elsewhere, const std::string& what);

}  // namespace lienthong::api

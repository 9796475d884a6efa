#pragma once
#include <string>
#include <vector>
#include "feel/lexer.h"
#include "feel/vocabulary.h"

namespace lienthong::feel {

bool is_keyword(std::string_view word);

/// Decides where a name ends. FEEL names may hold spaces, signs and even keywords ("profit and loss",
/// "pre-bureau risk"): the longest known name wins; otherwise words that follow one another form one name,
/// because nothing else could stand there.
class NameReader {
 public:
  struct Found {
    std::string name;
    std::size_t tokens = 0;  ///< 0: no name begins here
  };

  explicit NameReader(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  /// `members`: names of members count, too.
  Found at(const std::vector<Token>& tokens, std::size_t index, bool members) const;

  /// Names that hold from here to the matching `forget`: context keys, parameters, iterators.
  void learn(const std::string& name) { add_name(learnt_, name); }
  std::size_t learnt() const { return learnt_.size(); }
  void forget(std::size_t down_to) { learnt_.resize(down_to); }

 private:
  const Vocabulary& vocabulary_;
  KnownNames learnt_;
};

/// The name written by tokens `first` to before `last`: pieces as written, blanks between them as one space.
std::string name_of(const std::vector<Token>&, std::size_t first, std::size_t last);

}  // namespace lienthong::feel

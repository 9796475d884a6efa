#pragma once
// Lists over indexes: what a page costs must not grow with the table.
//
// Three ways lead to a page. Are the rows that may satisfy the conditions few (an index says so, by being
// read for no longer than that), they are read and sorted. Are they many, they are taken in the order of the
// list, from an index that has it, until the page is full: many that satisfy a condition are never far from
// one another, unless they lie together at the far end. Where no index has the order, all are sorted, for as
// long as the reader may take (docs/formats/lists.md says for what).
#include "storage/candidates.h"

namespace lienthong::storage {

class ListReader {
 public:
  using Take = std::function<void(const std::vector<Cell>&)>;
  /// `hold`: what is read from now on, until the list is there, is of one moment.
  ListReader(RunSql run, std::function<void()> hold, std::int64_t few_max)
      : run_(std::move(run)), hold_(std::move(hold)), few_max_(few_max) {}

  void select(const Layout&, const Condition&, const std::vector<Sorting>&, std::int64_t first,
              std::int64_t max, const Take&);
  std::int64_t count(const Layout&, const Condition&);

 private:
  RunSql run_;
  std::function<void()> hold_;
  std::int64_t few_max_;
};

}  // namespace lienthong::storage

#pragma once
#include "engine/rows/store.h"

namespace lienthong::storage {

/// Gives Host's three templates (select_rows, count_rows, get_row) to every overload of engine::Reader.
template <class Host, class Base, class... R>
class Reads : public Base {};

template <class Host, class Base, class First, class... Rest>
class Reads<Host, Base, First, Rest...> : public Reads<Host, Base, Rest...> {
 public:
  using Reads<Host, Base, Rest...>::select;
  using Reads<Host, Base, Rest...>::count;
  using Reads<Host, Base, Rest...>::get;
  std::vector<First> select(const engine::Query<First>& query) final { return host().select_rows(query); }
  std::int64_t count(const engine::Query<First>& query) final { return host().count_rows(query); }
  std::optional<First> get(std::int64_t id, const First*) final { return host().template get_row<First>(id); }

 private:
  Host& host() { return *static_cast<Host*>(this); }
};

template <class Host>
struct ReadsAll {
  template <class... R>
  using Of = Reads<Host, engine::Reader, R...>;
};

/// What a reader derives from.
template <class Host>
using ReaderBase = engine::AllRecords::apply<ReadsAll<Host>::template Of>;

}  // namespace lienthong::storage

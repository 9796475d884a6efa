#pragma once
// What the three tables share; included by their .cpp files only, so that nobody else compiles Boost.MSM. A
// table is a list of Step rows that read like the figure in the standard. At start-up each row is run once on
// the MSM machine, and what the machine did is noted in an array: next() is then a look-up.
#include <array>
#include <boost/mpl/for_each.hpp>
#include <boost/mpl/vector/vector40.hpp>
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <type_traits>
#include "base/check.h"
#include "lifecycle/lifecycle.h"

namespace lienthong::lifecycle {

/// A state and an event of MSM that know their enumerator.
template <auto State>
struct In : boost::msm::front::state<> {
  static constexpr auto value = State;
};
template <auto Operation>
struct On {
  static constexpr auto value = Operation;
};
template <auto From, auto By, auto To>
using Step = boost::msm::front::Row<In<From>, On<By>, In<To>>;

/// The MSM machine of a list of rows.
template <class Rows, auto First>
struct Figure : boost::msm::front::state_machine_def<Figure<Rows, First>> {
  using initial_state = In<First>;
  using transition_table = Rows;
  template <class Fsm, class Event>
  void no_transition(const Event&, Fsm&, int) {}
};

/// MSM lets its current state be set only by its serialize(): an archive that hands it one number.
struct StateNumber {
  int number;
  template <class T>
  StateNumber& operator&(T& field) {
    if constexpr (std::is_array_v<T> && std::is_same_v<std::remove_extent_t<T>, int>) field[0] = number;
    return *this;
  }
};

template <class Rows, class F>
void each_row(F f) {
  boost::mpl::for_each<Rows, boost::mpl::make_identity<boost::mpl::_1>>(
      [&]<class Id>(Id) { f(typename Id::type{}); });
}

/// What the machine of `Rows` does, as an array from × operation.
template <class State, class Operation, class Rows, State First>
class Arrows {
  using Machine = boost::msm::back::state_machine<Figure<Rows, First>>;
  template <class S>
  static constexpr int number_of = boost::msm::back::get_state_id<typename Machine::stt, S>::type::value;

  std::array<std::array<std::optional<State>, Names<Operation>::values.size()>, Names<State>::values.size()>
      to_{};
  std::vector<Transition> rows_;

 public:
  Arrows() {
    each_row<Rows>([this]<class R>(R) {
      using From = typename R::Source;
      using By = typename R::Evt;
      using To = typename R::Target;
      Machine machine;
      machine.start();
      StateNumber number{number_of<From>};
      machine.serialize(number, 0);
      bool handled = machine.process_event(By{}) == boost::msm::back::HANDLED_TRUE;
      check(handled && machine.current_state()[0] == number_of<To>,
            "a lifecycle's machine follows its own table");
      std::optional<State>& to = to_[std::size_t(From::value)][std::size_t(By::value)];
      check(!to, "a lifecycle's table has one arrow for a state and an operation");
      to = To::value;
      rows_.push_back({std::string(name_of(From::value)), std::string(name_of(By::value)),
                       std::string(name_of(To::value))});
    });
  }
  std::optional<State> next(State from, Operation by) const {
    return to_[std::size_t(from)][std::size_t(by)];
  }
  const std::vector<Transition>& rows() const { return rows_; }
};

}  // namespace lienthong::lifecycle

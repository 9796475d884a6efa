#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace lienthong::api {

/// How many connections may be open, in all and from one address. May be used from any thread, and go before
/// its places.
class Admission {
 public:
  struct Count;

  /// One open connection; given back when it is destroyed.
  class Place {
   public:
    Place(std::shared_ptr<Count> count, std::string address)
        : count_(std::move(count)), address_(std::move(address)) {}
    Place(Place&&) noexcept = default;
    Place& operator=(Place&&) = delete;
    ~Place();

   private:
    std::shared_ptr<Count> count_;
    std::string address_;
  };

  Admission(std::size_t max, std::size_t per_address_max);
  std::optional<Place> admit(const std::string& address);  ///< none: full
  std::size_t open() const;

 private:
  std::shared_ptr<Count> count_;
};

}  // namespace lienthong::api

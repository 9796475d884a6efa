#include "api/admission.h"
#include <map>
#include <mutex>

namespace lienthong::api {

struct Admission::Count {
  Count(std::size_t max, std::size_t per_address_max) : max(max), per_address_max(per_address_max) {}
  const std::size_t max, per_address_max;
  std::mutex mutex;
  std::size_t open = 0;
  std::map<std::string, std::size_t> of_address;
};

Admission::Admission(std::size_t max, std::size_t per_address_max)
    : count_(std::make_shared<Count>(max, per_address_max)) {}

std::optional<Admission::Place> Admission::admit(const std::string& address) {
  const std::lock_guard lock(count_->mutex);
  const auto known = count_->of_address.find(address);
  const std::size_t already = known == count_->of_address.end() ? 0 : known->second;
  if (count_->open >= count_->max || already >= count_->per_address_max) return std::nullopt;
  ++count_->of_address[address];
  ++count_->open;
  return std::optional<Place>(std::in_place, count_, address);
}

std::size_t Admission::open() const {
  const std::lock_guard lock(count_->mutex);
  return count_->open;
}

Admission::Place::~Place() {
  if (!count_) return;
  const std::lock_guard lock(count_->mutex);
  const auto at = count_->of_address.find(address_);
  if (--at->second == 0) count_->of_address.erase(at);
  --count_->open;
}

}  // namespace lienthong::api

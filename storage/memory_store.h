#pragma once
#include <memory>
#include "engine/rows/store.h"

namespace lienthong::storage {

/// Rows in ordered maps, gone with the object: for tests, simulation and the benchmark of the engine itself.
/// Readers may work in other threads; they must end before the store does.
class MemoryStore final : public engine::Store {
 public:
  MemoryStore();
  ~MemoryStore() override;
  std::int64_t open() override;  ///< a holder of an older epoch is fenced from then on
  void commit(const engine::WriteBatch&) override;
  std::unique_ptr<engine::Reader> reader() override;
  void rest(bool) override {}
  engine::Counters counters() const override;

  /// The next commits fail with NotWritten and change nothing, as on a full disk.
  void refuse_writes(bool refuse);

  struct Contents;

 private:
  std::unique_ptr<Contents> contents_;
};

}  // namespace lienthong::storage

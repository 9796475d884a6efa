#include "engine/steps/core.h"
#include <algorithm>
#include "engine/definitions/preparation.h"
#include "engine/rows/questions.h"

namespace lienthong::engine {
namespace {
constexpr std::int64_t id_epoch_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr int shard_bits = 6, counter_bits = 16;
/// About 2087: from then on ids only count, so that the 41 bits of their time never run out.
constexpr std::int64_t id_time_last = (std::int64_t{1} << 41) - (std::int64_t{1} << 36);
}  // namespace

std::int64_t IdSource::next(Instant now) {
  const std::int64_t from_now = std::clamp<std::int64_t>(now - Instant{id_epoch_ms}, 0, id_time_last)
                                << (shard_bits + counter_bits);
  std::int64_t next = last_ + 1;
  if ((next & ((1 << (shard_bits + counter_bits)) - 1)) >>
      counter_bits)  // the counter ran into the shard's bits
    next = ((next >> (shard_bits + counter_bits)) + 1) << (shard_bits + counter_bits);
  return last_ = std::max(next, from_now);
}

Instant IdSource::made_at(std::int64_t id) {
  return Instant{id_epoch_ms} + (id >> (shard_bits + counter_bits));
}

Core::Core(Store& the_store, Settings the_settings)
    : store(the_store), settings(std::move(the_settings)), work(the_store) {
  if (!settings.calendar) settings.calendar = calendar::Calendar::vietnam();
  if (!settings.calendars)
    settings.calendars = std::make_shared<const calendar::Calendars>(settings.calendar);
}

void Core::open(Clocks clocks) {
  epoch = store.open();
  work.open();
  definitions_.clear();
  decisions_.clear();
  if (const auto row = work.read<Meta>(1)) stored = *row;
  stored.epoch = epoch;
  ids.start_after(stored.last_id);
  clock = Clock({Instant{stored.engine_time}, stored.steady, stored.wall, stored.clock_offset_ms}, clocks);
  note(clock.report().last_change);
}

Meta Core::meta() const {
  Meta meta = stored;
  const Clock::Stored times = clock.stored();
  meta.last_id = ids.last();
  meta.engine_time = times.now.ms;
  meta.steady = times.steady;
  meta.wall = times.wall;
  meta.clock_offset_ms = times.moved_ms;
  return meta;
}

DefinitionPtr Core::read_definition(DeploymentId deployment, const std::string& file,
                                    const std::string& key) {
  const std::optional<Resource> resource = resource_of(work, deployment, file);
  check(resource.has_value(), "a definition's resource is stored");
  const auto lookup = [&](const std::string& name) -> std::optional<std::string> {
    std::optional<Resource> found = resource_of(work, deployment, name);
    return found ? std::optional(std::move(found->bytes)) : std::nullopt;
  };
  DefinitionPtr definition = prepare_again(resource->bytes, key, lookup, settings);
  check(definition != nullptr, "a definition's resource still holds its process");
  return definition;
}

DefinitionPtr Core::definition(DefinitionId id) {
  if (const auto found = definitions_.find(id.value); found != definitions_.end()) return found->second;
  const auto refused = [&](const std::string& why) {
    return Refused(Refused::Kind::Invalid,
                   "the process definition '" + to_string(id) + "' cannot be used: " + why);
  };
  const DefinitionRow* row = work.globals().of<DefinitionRow>().find(id.value);
  const Sweep* deletion = row ? nullptr : deletion_of(work.globals(), id);
  if (!row && !deletion) throw refused("it is not deployed");
  std::string why;
  try {
    return definitions_[id.value] =
               row ? read_definition(row->deployment, row->resource, row->key)
                   : read_definition(deletion->deployment, deletion->resource, deletion->key);
  } catch (const std::logic_error& broken) {
    why = broken.what();
  } catch (const Refused& broken) {
    why = broken.what();
  }
  work.aside().add(id, why);
  throw refused(why);
}

const DeployedDecision& Core::decision(const DecisionRow& row) {
  const auto found = decisions_.find(row.id.value);
  if (found != decisions_.end()) return found->second;
  return decisions_[row.id.value] = read_decision(resources_of(work, row.deployment), row);
}

DecisionRow& Core::decision_row(DecisionId id) {
  DecisionRow* row = work.globals().of<DecisionRow>().find(id.value);
  if (!row)
    throw Refused(Refused::Kind::NotFound,
                  "no deployed decision definition found with id '" + to_string(id) + "'");
  return *row;
}

DefinitionRow& Core::definition_row(DefinitionId id) {
  DefinitionRow* row = work.globals().of<DefinitionRow>().find(id.value);
  if (!row)
    throw Refused(Refused::Kind::NotFound,
                  "no deployed process definition found with id '" + to_string(id) + "'");
  return *row;
}

DefinitionRow* Core::latest(const std::string& key) {
  Table<DefinitionRow>& rows = work.globals().of<DefinitionRow>();
  const auto is_it = [&](const DefinitionRow& row) { return row.latest && row.key == key && !row.tenant; };
  const auto known = latest_.find(key);
  if (known != latest_.end())
    if (DefinitionRow* row = rows.find(known->second); row && is_it(*row)) return row;
  DefinitionRow* best = nullptr;
  for (auto& [id, row] : rows.rows)
    if (is_it(row)) best = &row;
  if (best) latest_[key] = best->id.value;
  return best;
}

}  // namespace lienthong::engine

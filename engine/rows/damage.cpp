#include "engine/rows/damage.h"
#include <algorithm>

namespace lienthong::engine {
namespace {

std::string without_definition(DefinitionId definition) {
  return "its process definition " + to_string(definition) + " is not deployed";
}

/// Deployed, or deleted so far that only its instances are left.
bool is_known(Tree& globals, DefinitionId definition) {
  return globals.of<DefinitionRow>().find(definition.value) || deletion_of(globals, definition);
}

/// A row whose owner in the same tree is missing.
template <class R>
std::string ownerless(Tree& tree) {
  for (const auto& [id, row] : tree.of<R>().rows)
    if (const std::int64_t owner = owner_of(row); owner != 0 && !tree.of<Instance>().find(owner))
      return "its " + std::string(R::table) + " " + std::to_string(id) + " belongs to the instance " +
             std::to_string(owner) + ", which does not exist";
  return {};
}

/// Process instances whose definition lies between two neighbours of those that are deployed.
void find_orphans(Reader& reader, std::int64_t above, std::int64_t below, std::vector<Damage>& found) {
  std::vector<Filter> where{Filter::equal("parent", std::int64_t{0}), Filter::greater("definition", above)};
  if (below > 0) where.push_back(Filter::less("definition", below));
  for (const Instance& root : reader.select(Query<Instance>{Filter::all(std::move(where)), {}}))
    found.push_back({root.id, {}, {}, without_definition(root.definition)});
}

/// Roots that rows name and that do not exist.
template <class R>
void find_headless(Reader& reader, std::set<std::int64_t>& roots) {
  const Filter headless =
      Filter::all({Filter::greater("root", std::int64_t{0}),
                   Filter::negate(Filter::exists("instance", "id", "root", Filter::everything()))});
  for (const R& row : reader.select(Query<R>{headless, {}})) roots.insert(root_of(row));
}

}  // namespace

void Aside::add(InstanceId root, std::string why) {
  if (has(root)) return;
  found_.push_back({root, {}, {}, why});
  why_.emplace(root.value, std::move(why));
}

void Aside::add(DefinitionId definition, std::string why) {
  const bool known = std::ranges::any_of(found_, [&](const Damage& d) { return d.definition == definition; });
  if (!known && !indexes_.get().is_aside(definition)) found_.push_back({{}, {}, definition, std::move(why)});
}

void Aside::add(Damage stray) {
  if (stray.root && !stray.call) why_.emplace(stray.root.value, stray.why);
  found_.push_back(std::move(stray));
}

const Sweep* deletion_of(Tree& globals, DefinitionId definition) {
  for (const auto& [id, sweep] : globals.of<Sweep>().rows)
    if (sweep.kind == SweepKind::Delete && sweep.definition == definition) return &sweep;
  return nullptr;
}

std::string damage_in(Tree& tree, std::int64_t root, Tree& globals) {
  const Instance* self = tree.of<Instance>().find(root);
  if (!self) return "its own row is missing";
  if (!is_known(globals, self->definition)) return without_definition(self->definition);
  for (const auto& why : {ownerless<Instance>(tree), ownerless<Subscription>(tree), ownerless<Task>(tree),
                          ownerless<Job>(tree)})
    if (!why.empty()) return why;
  return {};
}

std::vector<Damage> find_strays(Reader& reader, Tree& globals) {
  std::vector<Damage> found;
  std::set<std::int64_t> known;
  for (const auto& [id, row] : globals.of<DefinitionRow>().rows) known.insert(id);
  for (const auto& [id, sweep] : globals.of<Sweep>().rows)
    if (sweep.kind == SweepKind::Delete) known.insert(sweep.definition.value);
  std::int64_t last = 0;
  for (const std::int64_t id : known) find_orphans(reader, std::exchange(last, id), id, found);
  find_orphans(reader, last, 0, found);
  std::set<std::int64_t> headless;
  find_headless<Job>(reader, headless);
  find_headless<Subscription>(reader, headless);
  find_headless<Task>(reader, headless);
  for (const std::int64_t root : headless)
    found.push_back({InstanceId{root}, {}, {}, "its own row is missing"});
  const Filter no_definition =
      Filter::negate(Filter::exists("definition", "id", "definition", Filter::everything()));
  std::set<std::int64_t> without_starts;
  for (const Subscription& s : reader.select(
           Query<Subscription>{Filter::all({Filter::equal("root", std::int64_t{0}), no_definition}), {}}))
    if (without_starts.insert(s.definition.value).second)
      found.push_back({{}, {}, s.definition, "it is not deployed, and yet something waits to start it"});
  const Filter calls =
      Filter::all({Filter::greater("called", std::int64_t{0}), Filter::is_null("ended"),
                   Filter::negate(Filter::exists("instance", "id", "called", Filter::everything()))});
  for (const ActivityHistory& call : reader.select(Query<ActivityHistory>{calls, {}}))
    found.push_back(
        {call.root, call.instance, {}, "the called process instance " + to_string(call.called) + " is gone"});
  return found;
}

}  // namespace lienthong::engine

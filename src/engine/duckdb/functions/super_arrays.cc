#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/super_key.h"
#include "engine/duckdb/functions/support.h"

/// Searching, sorting and set operations on SUPER arrays. NULL is an element like every other.
namespace slipher::engine::functions {
namespace {

using Slices = std::vector<std::string_view>;
using Text = std::optional<std::string>;

/// An element with what it compares by: the text is empty for NULL only.
struct Element {
  std::string key;
  std::string_view json;
};

/// The array's elements; nothing for another kind of value.
std::optional<std::vector<Element>> elements(std::string_view value) {
  if (json::type_of(value) != "array") return std::nullopt;
  std::vector<Element> result;
  for (const auto& each : json::children(value)) result.push_back({super_key(each).value_or(""), each});
  return result;
}

/// The array (argument 0), what is looked for (the only element of argument 1) and whether NULL is found (argument 2).
struct Search {
  /// Places from 0, in their order.
  std::vector<std::int64_t> found;
  /// Neither found nor absent.
  bool unknown = false;
};

std::optional<Search> search(const Row& row) {
  const auto all = elements(row.text(0));
  const auto wanted = elements(row.text(1));
  if (!all || !wanted || wanted->size() != 1) return std::nullopt;
  const auto& key = wanted->front().key;
  const bool finds_null = row.get<bool>(2);
  Search result;
  bool has_null = false;
  for (std::size_t i = 0; i < all->size(); i++) {
    has_null = has_null || (*all)[i].key.empty();
    if ((*all)[i].key == key) result.found.push_back(static_cast<std::int64_t>(i));
  }
  result.unknown = !finds_null && (key.empty() || (result.found.empty() && has_null));
  return result;
}

std::optional<bool> contains(const Row& row) {
  const auto result = search(row);
  if (!result || result->unknown) return std::nullopt;
  return !result->found.empty();
}

std::optional<std::int32_t> position(const Row& row) {
  const auto result = search(row);
  if (!result || result->unknown) return std::nullopt;
  return result->found.empty() ? -1 : static_cast<std::int32_t>(result->found.front());
}

Text positions(const Row& row) {
  const auto result = search(row);
  if (!result || result->unknown) return std::nullopt;
  std::string text = "[";
  for (const auto place : result->found) text += (text.size() > 1 ? "," : "") + std::to_string(place);
  return text + "]";
}

/// The first of equal elements.
Slices distinct(const std::vector<Element>& list) {
  std::map<std::string_view, bool> seen;
  Slices result;
  for (const auto& each : list) {
    if (seen.emplace(each.key, true).second) result.push_back(each.json);
  }
  return result;
}

Text array_distinct(const Row& row) {
  const auto all = elements(row.text(0));
  return all ? Text(json::array_text(distinct(*all))) : std::nullopt;
}

Text array_union(const Row& row) {
  auto all = elements(row.text(0));
  auto others = elements(row.text(1));
  if (!all || !others) return std::nullopt;
  all->insert(all->end(), others->begin(), others->end());
  return json::array_text(distinct(*all));
}

/// The first array's elements that the second one has (`common`) or lacks. Each occurrence there stands for one here,
/// unless both are taken for sets (argument 2).
Text compared(const Row& row, bool common) {
  const auto all = elements(row.text(0));
  const auto others = elements(row.text(1));
  if (!all || !others) return std::nullopt;
  const bool sets = row.get<bool>(2);
  std::map<std::string_view, std::int64_t> left;
  for (const auto& each : *others) left[each.key]++;
  std::vector<Element> kept;
  for (const auto& each : *all) {
    auto found = left.find(each.key);
    const bool matched = found != left.end() && (sets || found->second-- > 0);
    if (matched == common) kept.push_back(each);
  }
  if (sets) return json::array_text(distinct(kept));
  Slices result;
  for (const auto& each : kept) result.push_back(each.json);
  return json::array_text(result);
}

std::optional<bool> overlap(const Row& row) {
  const auto all = elements(row.text(0));
  const auto others = elements(row.text(1));
  if (!all || !others) return std::nullopt;
  std::set<std::string_view> keys;
  for (const auto& each : *all) keys.insert(each.key);
  return std::any_of(others->begin(), others->end(), [&](const Element& each) { return keys.contains(each.key); });
}

/// ARRAY_SORT(array, ascending, nulls first).
Text array_sort(const Row& row, bool ascending, bool nulls_first) {
  auto all = elements(row.text(0));
  if (!all) return std::nullopt;
  std::stable_sort(all->begin(), all->end(), [&](const Element& one, const Element& other) {
    if (one.key.empty() != other.key.empty()) return one.key.empty() == nulls_first;
    return ascending ? one.key < other.key : other.key < one.key;
  });
  Slices result;
  for (const auto& each : *all) result.push_back(each.json);
  return json::array_text(result);
}

}  // namespace

void register_super_arrays(Registry& registry) {
  const auto super = super_type();
  const auto flag = LogicalType::BOOLEAN;
  registry.add("rs_array_contains", {super, super, flag}, flag, per_row(contains));
  registry.add("rs_array_position", {super, super, flag}, LogicalType::INTEGER, per_row(position));
  registry.add("rs_array_positions", {super, super, flag}, super, per_row(positions));
  registry.add("rs_arrays_overlap", {super, super}, flag, per_row(overlap));
  registry.add("rs_array_distinct", {super}, super, per_row(array_distinct));
  registry.add("rs_array_union", {super, super}, super, per_row(array_union));
  registry.add("rs_array_intersection", {super, super, flag}, super,
               per_row([](const Row& row) { return compared(row, true); }));
  registry.add("rs_array_except", {super, super, flag}, super,
               per_row([](const Row& row) { return compared(row, false); }));
  registry.add("rs_array_sort", {super}, super, per_row([](const Row& row) { return array_sort(row, true, false); }));
  registry.add("rs_array_sort", {super, flag}, super, per_row([](const Row& row) {
                 const auto ascending = row.get<bool>(1);
                 return array_sort(row, ascending, !ascending);
               }));
  registry.add("rs_array_sort", {super, flag, flag}, super,
               per_row([](const Row& row) { return array_sort(row, row.get<bool>(1), row.get<bool>(2)); }));
}

}  // namespace slipher::engine::functions

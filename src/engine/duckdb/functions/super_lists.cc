#include <string_view>
#include <vector>

#include "engine/duckdb/declared_types.h"
#include "engine/duckdb/functions/json_text.h"
#include "engine/duckdb/functions/support.h"

/// SUPER arrays and objects as lists of the engine's, which unnest() takes: what FROM makes of t.items AS item.
namespace slipher::engine::functions {
namespace {

using Slices = std::vector<std::string_view>;

/// Every other child of an object, from `first`: 0 its keys, 1 its values.
Slices object_parts(std::string_view value, std::size_t first) {
  if (json::type_of(value) != "object") return {};
  const auto all = json::children(value);
  Slices parts;
  parts.reserve(all.size() / 2);
  for (std::size_t i = first; i < all.size(); i += 2) parts.push_back(all[i]);
  return parts;
}

/// A body from `values`(text) -> vector of the list's values.
template <class Values>
::duckdb::scalar_function_t list_of(Values values) {
  return [values](DataChunk& arguments, ExpressionState&, Vector& result) {
    ::duckdb::UnifiedVectorFormat input;
    arguments.data[0].ToUnifiedFormat(arguments.size(), input);
    const bool constant = arguments.AllConstant();
    const idx_t rows = constant ? std::min<idx_t>(arguments.size(), 1) : arguments.size();
    result.SetVectorType(::duckdb::VectorType::FLAT_VECTOR);
    auto* entries = ::duckdb::FlatVector::GetData<::duckdb::list_entry_t>(result);
    idx_t size = 0;
    for (idx_t i = 0; i < rows; i++) {
      const auto row = input.sel->get_index(i);
      entries[i] = {size, 0};
      if (!input.validity.RowIsValid(row)) {
        ::duckdb::FlatVector::SetNull(result, i, true);
        continue;
      }
      const auto list = values(view(::duckdb::UnifiedVectorFormat::GetData<string_t>(input)[row]));
      ::duckdb::ListVector::Reserve(result, size + list.size());
      auto& child = ::duckdb::ListVector::GetEntry(result);
      for (const auto& value : list) put(child, size++, value);
      entries[i].length = list.size();
    }
    ::duckdb::ListVector::SetListSize(result, size);
    if (constant) result.SetVectorType(::duckdb::VectorType::CONSTANT_VECTOR);
  };
}

}  // namespace

void register_super_lists(Registry& registry) {
  const auto super = super_type();
  registry.add("rs_super_elements", {super}, LogicalType::LIST(super), list_of(json::elements));
  registry.add("rs_super_positions", {super}, LogicalType::LIST(LogicalType::BIGINT),
               list_of([](std::string_view value) {
                 std::vector<std::int64_t> positions(json::elements(value).size());
                 for (std::size_t i = 0; i < positions.size(); i++) positions[i] = static_cast<std::int64_t>(i);
                 return positions;
               }));
  registry.add("rs_super_members", {super}, LogicalType::LIST(super),
               list_of([](std::string_view value) { return object_parts(value, 1); }));
  registry.add("rs_super_keys", {super}, LogicalType::LIST(LogicalType::VARCHAR), list_of([](std::string_view value) {
                 std::vector<std::string> keys;
                 for (const auto& key : object_parts(value, 0)) keys.push_back(json::plain_text(key));
                 return keys;
               }));
}

}  // namespace slipher::engine::functions

#include "engine/duckdb/functions/text_lists.h"

#include <string>
#include <unordered_set>

namespace slipher::engine::functions {
namespace {

std::string_view without_blanks(std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Each text once, the first of those that differ in trailing blanks alone; NULL when there is none.
void join_distinct(DataChunk& arguments, ExpressionState&, Vector& result) {
  auto& lists = arguments.data[0];
  auto& texts = ::duckdb::ListVector::GetEntry(lists);
  ::duckdb::UnifiedVectorFormat format;
  texts.ToUnifiedFormat(::duckdb::ListVector::GetListSize(lists), format);
  const auto* values = ::duckdb::UnifiedVectorFormat::GetData<string_t>(format);
  ::duckdb::BinaryExecutor::ExecuteWithNulls<::duckdb::list_entry_t, string_t, string_t>(
      lists, arguments.data[1], result, arguments.size(),
      [&](::duckdb::list_entry_t list, string_t delimiter, ::duckdb::ValidityMask& mask, idx_t row) {
        std::unordered_set<std::string_view> seen;
        std::string joined;
        for (idx_t i = list.offset; i < list.offset + list.length; i++) {
          const auto at = format.sel->get_index(i);
          if (!format.validity.RowIsValid(at)) continue;
          const auto text = view(values[at]);
          if (!seen.insert(without_blanks(text)).second) continue;
          if (seen.size() > 1) joined += view(delimiter);
          joined += text;
        }
        if (seen.empty()) {
          mask.SetInvalid(row);
          return string_t();
        }
        return ::duckdb::StringVector::AddString(result, joined);
      });
}

/// LISTAGG's result, which has the length of a VARCHAR at most.
string_t checked_list(string_t text) {
  constexpr idx_t kMostBytes = 65535;
  if (text.GetSize() > kMostBytes) throw InvalidInputException("Result size exceeds LISTAGG limit");
  return text;
}

}  // namespace

void register_text_lists(Registry& registry) {
  registry.add("rs_checked_list", {LogicalType::VARCHAR}, LogicalType::VARCHAR,
               [](DataChunk& arguments, ExpressionState&, Vector& result) {
                 ::duckdb::UnaryExecutor::Execute<string_t, string_t>(arguments.data[0], result, arguments.size(),
                                                                      checked_list);
                 ::duckdb::StringVector::AddHeapReference(result, arguments.data[0]);
               });
  registry.add("rs_join_distinct", {LogicalType::LIST(LogicalType::VARCHAR), LogicalType::VARCHAR},
               LogicalType::VARCHAR, join_distinct);
}

}  // namespace slipher::engine::functions

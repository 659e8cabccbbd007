#include "engine/duckdb/external/csv_fields.h"

#include <string>
#include <string_view>

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::string_t;

/// Cuts a line into fields.
class LineFields {
 public:
  LineFields(std::string_view line, char delimiter, char quote, char escape)
      : left_(line), delimiter_(delimiter), quote_(quote), escape_(escape) {}

  /// False when there is none left. The text is good until the next call.
  bool next(std::string& field) {
    if (done_) return false;
    field.clear();
    const auto blanks = std::min(left_.find_first_not_of(' '), left_.size());
    if (blanks < left_.size() && left_[blanks] == quote_) {
      left_.remove_prefix(blanks + 1);
      quoted(field);
    }
    const auto end = std::min(left_.find(delimiter_), left_.size());
    field += left_.substr(0, end);
    done_ = end == left_.size();
    left_.remove_prefix(done_ ? end : end + 1);
    return true;
  }

 private:
  /// Up to the quote that closes the field, or the end of the line.
  void quoted(std::string& field) {
    while (!left_.empty()) {
      const char c = left_.front();
      const char following = left_.size() > 1 ? left_[1] : '\0';
      const bool doubled = c == quote_ && following == quote_;
      const bool escaped = c == escape_ && escape_ != quote_ && (following == quote_ || following == escape_);
      const bool pair = left_.size() > 1 && (doubled || escaped);
      left_.remove_prefix(pair ? 2 : 1);
      if (!pair && c == quote_) return;
      field += pair ? following : c;
    }
  }

  std::string_view left_;
  char delimiter_;
  char quote_;
  char escape_;
  bool done_ = false;
};

char first(const ::duckdb::Value& text) {
  const auto string = text.IsNull() ? std::string() : text.ToString();
  return string.empty() ? '\0' : string.front();
}

void run(::duckdb::DataChunk& arguments, ::duckdb::ExpressionState&, ::duckdb::Vector& result) {
  if (arguments.size() == 0) return;
  const char delimiter = first(arguments.data[1].GetValue(0));
  const char quote = first(arguments.data[2].GetValue(0));
  const char escape = first(arguments.data[3].GetValue(0));
  std::string field;
  ::duckdb::UnaryExecutor::Execute<string_t, ::duckdb::list_entry_t>(
      arguments.data[0], result, arguments.size(), [&](string_t line) {
        LineFields fields({line.GetData(), line.GetSize()}, delimiter, quote, escape);
        const auto offset = ::duckdb::ListVector::GetListSize(result);
        auto size = offset;
        while (fields.next(field)) {
          ::duckdb::ListVector::Reserve(result, size + 1);
          auto& texts = ::duckdb::ListVector::GetEntry(result);
          ::duckdb::FlatVector::GetData<string_t>(texts)[size++] = ::duckdb::StringVector::AddString(texts, field);
          ::duckdb::ListVector::SetListSize(result, size);
        }
        return ::duckdb::list_entry_t{offset, size - offset};
      });
}

}  // namespace

::duckdb::ScalarFunction csv_fields_function() {
  return {kCsvFields,
          {LogicalType::VARCHAR, LogicalType::VARCHAR, LogicalType::VARCHAR, LogicalType::VARCHAR},
          LogicalType::LIST(LogicalType::VARCHAR),
          run};
}

}  // namespace slipher::engine

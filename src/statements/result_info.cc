#include "statements/result_info.h"

#include <charconv>
#include <optional>

namespace slipher::statements {
namespace {

// engine::Type is stored as its number: the enum only grows at its end.
constexpr int kLastType = static_cast<int>(engine::Type::kHllsketch);
constexpr std::int64_t kFormat = 1;

class Writer {
 public:
  void number(std::int64_t value) { text_ += std::to_string(value) + ';'; }
  void string(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    text_ += value;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// Reads what Writer wrote; after a damaged piece everything is 0 or empty and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::int64_t number() {
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (code != std::errc() || end == text_.data() + text_.size() || *end != ';') {
      ok_ = false;
      text_ = {};
      return 0;
    }
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()) + 1);
    return value;
  }
  std::size_t count(std::size_t bytes_each) {
    const auto value = number();
    if (value < 0 || static_cast<std::uint64_t>(value) > text_.size() / bytes_each) ok_ = ok_ && value == 0;
    return ok_ ? static_cast<std::size_t>(value) : 0;
  }
  std::string string() {
    const auto size = count(1);
    std::string value(text_.substr(0, size));
    text_.remove_prefix(value.size());
    return value;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return text_.empty(); }

 private:
  std::string_view text_;
  bool ok_ = true;
};

}  // namespace

std::string encode_result_info(const ResultInfo& info) {
  Writer writer;
  writer.number(kFormat);
  writer.number(static_cast<std::int64_t>(info.rows));
  writer.number(static_cast<std::int64_t>(info.bytes));
  writer.number(static_cast<std::int64_t>(info.file_pages));
  writer.number(static_cast<std::int64_t>(info.columns.size()));
  for (const auto& column : info.columns) {
    writer.string(column.name);
    writer.number(static_cast<int>(column.type));
    writer.number(column.precision);
    writer.number(column.scale);
    writer.number(column.nullable ? 1 : 0);
    writer.string(column.schema_name);
    writer.string(column.table_name);
  }
  writer.number(static_cast<std::int64_t>(info.pages.size()));
  for (const auto& page : info.pages) writer.string(page);
  return writer.take();
}

Result<ResultInfo> decode_result_info(std::string_view text) {
  Reader reader(text);
  ResultInfo info;
  if (reader.number() != kFormat) {
    return Error(ErrorCode::kInternal, "The stored result is damaged, or was written by a newer version.");
  }
  info.rows = static_cast<std::uint64_t>(reader.number());
  info.bytes = static_cast<std::uint64_t>(reader.number());
  info.file_pages = static_cast<std::uint64_t>(reader.number());
  info.columns.resize(reader.count(14));
  for (auto& column : info.columns) {
    column.name = reader.string();
    const auto type = reader.number();
    column.type =
        static_cast<engine::Type>(type >= 0 && type <= kLastType ? type : static_cast<int>(engine::Type::kVarchar));
    column.precision = static_cast<int>(reader.number());
    column.scale = static_cast<int>(reader.number());
    column.nullable = reader.number() != 0;
    column.schema_name = reader.string();
    column.table_name = reader.string();
  }
  info.pages.resize(reader.count(2));
  for (auto& page : info.pages) page = reader.string();
  if (!reader.ok() || !reader.at_end()) return Error(ErrorCode::kInternal, "The stored result is damaged.");
  return info;
}

}  // namespace slipher::statements

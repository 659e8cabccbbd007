#include "app/cli/result_printer.h"

#include <charconv>
#include <iterator>
#include <optional>
#include <vector>

#include "app/cli/data_api_client.h"
#include "app/cli/table_layout.h"

namespace slipher::app {

namespace json = boost::json;

namespace {

const json::array& array_member(const json::object& object, std::string_view name) {
  static const json::array kNone;
  const auto* value = object.if_contains(name);
  const auto* array = value ? value->if_array() : nullptr;
  return array ? *array : kNone;
}

std::vector<std::string> column_names(const json::object& reply) {
  std::vector<std::string> names;
  for (const auto& column : array_member(reply, "ColumnMetadata")) {
    const auto* object = column.if_object();
    names.push_back(object ? text_member(*object, "name") : "");
  }
  return names;
}

/// The one value of a Field union; null for isNull.
json::value field_value(const json::value& field) {
  const auto* object = field.if_object();
  if (!object || object->empty() || object->begin()->key() == "isNull") return nullptr;
  return object->begin()->value();
}

/// A value as JSON text; doubles in the shortest plain form ("8.8"), which Boost.JSON writes as "8.8E0".
std::string value_text(const json::value& value) {
  const auto* number = value.if_double();
  if (!number) return json::serialize(value);
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), *number).ptr;
  return std::string(digits, end);
}

class CsvPrinter final : public ResultPrinter {
 public:
  explicit CsvPrinter(std::ostream& out) : out_(out) {}
  /// The server has encoded the text; it goes out as it came.
  void page(const json::object& reply) override {
    for (const auto& record : array_member(reply, "Records")) {
      const auto* object = record.if_object();
      if (object) out_ << text_member(*object, "CSVRecords");
    }
  }

 private:
  std::ostream& out_;
};

class JsonPrinter final : public ResultPrinter {
 public:
  JsonPrinter(std::ostream& out, bool lines) : out_(out), lines_(lines) {}
  void page(const json::object& reply) override {
    if (names_.empty()) {
      for (const auto& name : column_names(reply)) names_.push_back(json::serialize(json::value(name)));
    }
    for (const auto& row : array_member(reply, "Records")) print_row(*row.if_array());
  }
  void end() override {
    if (!lines_) out_ << (rows_ == 0 ? "[]\n" : "\n]\n");
  }

 private:
  void print_row(const json::array& row) {
    if (!lines_) out_ << (rows_ == 0 ? "[\n" : ",\n");
    ++rows_;
    out_ << '{';
    for (std::size_t i = 0; i < row.size() && i < names_.size(); ++i) {
      out_ << (i ? "," : "") << names_[i] << ':' << value_text(field_value(row[i]));
    }
    out_ << '}';
    if (lines_) out_ << '\n';
  }

  std::ostream& out_;
  const bool lines_;
  std::vector<std::string> names_;  // as JSON strings
  std::size_t rows_ = 0;
};

class TablePrinter final : public ResultPrinter {
 public:
  explicit TablePrinter(std::ostream& out) : out_(out) {}
  void page(const json::object& reply) override {
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : array_member(reply, "Records")) {
      std::vector<std::string> cells;
      for (const auto& field : *row.if_array()) cells.push_back(cell_text(field_value(field)));
      rows.push_back(std::move(cells));
    }
    const auto& columns = array_member(reply, "ColumnMetadata");
    if (!layout_) layout_.emplace(column_names(reply), right_aligned(columns), rows, out_);
    for (const auto& row : rows) layout_->row(row);
  }

 private:
  static std::string cell_text(const json::value& value) {
    if (value.is_null()) return "NULL";
    if (const auto* text = value.if_string()) return printable(*text);
    return value_text(value);
  }
  static std::vector<bool> right_aligned(const json::array& columns) {
    std::vector<bool> right;
    for (const auto& column : columns) {
      const auto* object = column.if_object();
      const auto type = object ? text_member(*object, "typeName") : "";
      right.push_back(type.starts_with("int") ? !type.starts_with("interval")
                                              : type.starts_with("float") || type == "numeric" || type == "oid");
    }
    return right;
  }

  std::ostream& out_;
  std::optional<TableLayout> layout_;
};

}  // namespace

std::unique_ptr<ResultPrinter> make_result_printer(const std::string& format, std::ostream& out) {
  if (format == "csv") return std::make_unique<CsvPrinter>(out);
  if (format == "json" || format == "jsonl") return std::make_unique<JsonPrinter>(out, format == "jsonl");
  return std::make_unique<TablePrinter>(out);
}

}  // namespace slipher::app

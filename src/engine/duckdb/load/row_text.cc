#include "engine/duckdb/load/row_text.h"

#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {

RowText::RowText(const sql::UnloadStatement& statement, const std::vector<std::string>& names,
                 const std::vector<::duckdb::LogicalType>& types, std::vector<std::size_t> columns)
    : statement_(statement), columns_(std::move(columns)) {
  for (const auto column : columns_) {
    names_.push_back(names[column]);
    values_.emplace_back(types[column]);
    std::string name;
    append_json_string(names[column], name);
    json_names_.push_back(name + ":");
  }
}

std::string RowText::header() const {
  std::string out;
  if (!statement_.header) return out;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (i > 0) out += statement_.delimiter;
    if (statement_.format == sql::UnloadFormat::kCsv) {
      append_csv_field(names_[i], out);
    } else if (statement_.add_quotes) {
      out += '"' + names_[i] + '"';
    } else {
      out += names_[i];
    }
  }
  return out + '\n';
}

void RowText::begin(::duckdb::DataChunk& chunk) {
  for (std::size_t i = 0; i < columns_.size(); ++i) values_[i].begin(chunk.data[columns_[i]], chunk.size());
}

void RowText::append(std::size_t row, std::string& out) {
  switch (statement_.format) {
    case sql::UnloadFormat::kJson:
      append_json(row, out);
      break;
    case sql::UnloadFormat::kFixedWidth:
      append_fixed_width(row, out);
      break;
    default:
      append_delimited(row, out);
  }
  out += '\n';
}

void RowText::append_delimited(std::size_t row, std::string& out) {
  const bool csv = statement_.format == sql::UnloadFormat::kCsv;
  // Numbers and dates need a look only where they could hold the delimiter.
  const char delimiter = statement_.delimiter;
  const bool odd_delimiter = (delimiter >= '-' && delimiter <= 'z') || delimiter == '+' || delimiter == ' ';
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& value = values_[i];
    if (i > 0) out += delimiter;
    if (value.is_null(row)) {
      out += null_text(value);
      continue;
    }
    if (statement_.add_quotes) out += '"';
    if ((csv || statement_.escape) && (value.is_free_text() || odd_delimiter)) {
      scratch_.clear();
      value.append(row, scratch_);
      csv ? append_csv_field(scratch_, out) : append_escaped(scratch_, out);
    } else {
      value.append(row, out);
    }
    if (statement_.add_quotes) out += '"';
  }
}

/// NULL AS is not for SUPER values: their null is JSON's.
std::string_view RowText::null_text(const ValueText& value) const {
  return value.is_super() ? "null" : std::string_view(statement_.null_as);
}

void RowText::append_csv_field(std::string_view text, std::string& out) const {
  bool special = false;
  for (const char c : text) special |= c == statement_.delimiter || c == '"' || c == '\n' || c == '\r';
  if (!special) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

/// ESCAPE: a backslash before line breaks, the delimiter, backslashes, and with ADDQUOTES before both quotes.
void RowText::append_escaped(std::string_view text, std::string& out) const {
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\\' || c == statement_.delimiter ||
        (statement_.add_quotes && (c == '"' || c == '\'')))
      out += '\\';
    out += c;
  }
}

void RowText::append_json(std::size_t row, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto& value = values_[i];
    if (i > 0) out += ',';
    out += json_names_[i];
    if (value.is_null(row)) {
      out += "null";
      continue;
    }
    if (value.json_form() == ValueText::JsonForm::kString) {
      scratch_.clear();
      value.append(row, scratch_);
      append_json_string(scratch_, out);
      continue;
    }
    const std::size_t from = out.size();
    value.append(row, out);
    // NaN and Infinity are no JSON numbers.
    if (out[from] == 'N' || out[from] == 'I' || out.compare(from, 2, "-I") == 0)
      out.replace(from, std::string::npos, "null");
  }
  out += '}';
}

void RowText::append_fixed_width(std::size_t row, std::string& out) {
  for (std::size_t column = 0; column < values_.size(); ++column) {
    const int width = statement_.fixed_width[column].width;
    const auto& value = values_[column];
    scratch_.clear();
    if (value.is_null(row)) {
      scratch_ = null_text(value);
    } else {
      value.append(row, scratch_);
    }
    std::size_t characters = 0;
    for (const char c : scratch_) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (characters > static_cast<std::size_t>(width))
      throw ::duckdb::InvalidInputException("Value '%s' of column '%s' is wider than its FIXEDWIDTH of %d", scratch_,
                                            names_[column], width);
    out += scratch_;
    out.append(static_cast<std::size_t>(width) - characters, ' ');
  }
}

}  // namespace slipher::engine

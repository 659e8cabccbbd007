#include "engine/duckdb/load/avro_schema.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine {
namespace {

using Kind = AvroType::Kind;
using Logical = AvroType::Logical;

constexpr std::size_t kMaxTypes = 10'000;
/// Amazon Redshift loads at most 1,600 columns; nested records may have more fields in all.
constexpr std::size_t kMaxFixedBytes = 16 * 1024 * 1024;

[[noreturn]] void bad() { throw BadFile("has an invalid Avro schema"); }

std::string text_of(std::string_view json) {
  if (json.size() < 2 || json.front() != '"') bad();
  return json_unescape(json);
}

std::size_t number_of(std::string_view json) {
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(json.data(), json.data() + json.size(), value);
  if (problem != std::errc() || end != json.data() + json.size()) bad();
  return value;
}

std::optional<Kind> primitive(std::string_view name) {
  constexpr std::pair<std::string_view, Kind> kNames[] = {
      {"null", Kind::kNull},   {"boolean", Kind::kBoolean}, {"int", Kind::kInt},     {"long", Kind::kLong},
      {"float", Kind::kFloat}, {"double", Kind::kDouble},   {"bytes", Kind::kBytes}, {"string", Kind::kString}};
  for (const auto& [known, kind] : kNames)
    if (known == name) return kind;
  return std::nullopt;
}

/// Every value of a JSON array.
std::vector<std::string_view> elements(std::string_view json) {
  JsonCursor cursor(json);
  std::vector<std::string_view> values;
  if (!cursor.accept('[')) bad();
  while (cursor.peek() != ']') {
    values.push_back(cursor.value());
    if (cursor.failed()) bad();
    if (!cursor.accept(',')) break;
  }
  return values;
}

/// The members of a JSON object by name.
std::map<std::string, std::string_view, std::less<>> members(std::string_view json) {
  JsonCursor cursor(json);
  std::map<std::string, std::string_view, std::less<>> found;
  if (!cursor.accept('{')) bad();
  while (cursor.peek() == '"') {
    const auto key = text_of(cursor.string());
    cursor.accept(':');
    found[key] = cursor.value();
    if (cursor.failed()) bad();
    if (!cursor.accept(',')) break;
  }
  return found;
}

}  // namespace

class AvroSchemaParser {
 public:
  explicit AvroSchemaParser(AvroSchema& schema) : schema_(schema) {}

  /// The type that `json` declares or names; `space` is the namespace around it.
  const AvroType* type(std::string_view json, const std::string& space) {
    if (json.empty()) bad();
    if (json.front() == '"') return named(text_of(json), space);
    if (json.front() == '[') {
      AvroType& made = make(Kind::kUnion);
      for (const auto branch : elements(json)) made.branches.push_back(type(branch, space));
      return &made;
    }
    return declared(json, space);
  }

 private:
  using Members = std::map<std::string, std::string_view, std::less<>>;

  AvroType& make(Kind kind) {
    if (schema_.types_.size() == kMaxTypes) bad();
    AvroType& made = schema_.types_.emplace_back();
    made.kind = kind;
    return made;
  }

  const AvroType* named(const std::string& name, const std::string& space) {
    if (const auto kind = primitive(name)) return &make(*kind);
    auto found = named_.find(name.find('.') == std::string::npos && !space.empty() ? space + "." + name : name);
    if (found == named_.end()) found = named_.find(name);
    if (found == named_.end()) bad();
    return found->second;
  }

  /// An object: {"type": "record", ...}, {"type": "string"}, {"type": {"type": ...}}.
  const AvroType* declared(std::string_view json, const std::string& space) {
    const auto all = members(json);
    const auto type_member = all.find("type");
    if (type_member == all.end()) bad();
    if (type_member->second.front() != '"') return type(type_member->second, space);
    const auto word = text_of(type_member->second);
    if (word == "record" || word == "error" || word == "enum" || word == "fixed") return complex(word, all, space);
    if (word == "array" || word == "map") {
      AvroType& made = make(word == "array" ? Kind::kArray : Kind::kMap);
      const auto items = all.find(word == "array" ? "items" : "values");
      if (items == all.end()) bad();
      made.items = type(items->second, space);
      return &made;
    }
    const auto kind = primitive(word);
    if (!kind) return named(word, space);
    AvroType& made = make(*kind);
    logical(all, made);
    return &made;
  }

  const AvroType* complex(const std::string& word, const Members& all, std::string space) {
    const auto name_member = all.find("name");
    if (name_member == all.end()) bad();
    std::string name = text_of(name_member->second);
    if (const auto dot = name.rfind('.'); dot != std::string::npos) {
      space = name.substr(0, dot);
    } else {
      if (const auto other = all.find("namespace"); other != all.end()) space = text_of(other->second);
      if (!space.empty()) name = space + "." + name;
    }
    AvroType& made = make(word == "enum" ? Kind::kEnum : word == "fixed" ? Kind::kFixed : Kind::kRecord);
    named_[name] = &made;
    const auto list = all.find(word == "enum" ? "symbols" : word == "fixed" ? "size" : "fields");
    if (list == all.end()) bad();
    if (made.kind == Kind::kFixed) {
      made.size = number_of(list->second);
      if (made.size > kMaxFixedBytes) bad();
      logical(all, made);
    } else if (made.kind == Kind::kEnum) {
      for (const auto symbol : elements(list->second)) made.symbols.push_back(text_of(symbol));
    } else {
      for (const auto field : elements(list->second)) {
        const auto parts = members(field);
        if (!parts.contains("name") || !parts.contains("type")) bad();
        made.fields.push_back({text_of(parts.at("name")), type(parts.at("type"), space)});
      }
    }
    return &made;
  }

  static void logical(const Members& all, AvroType& made) {
    const auto member = all.find("logicalType");
    if (member == all.end() || member->second.front() != '"') return;
    const auto name = text_of(member->second);
    const bool is_bytes = made.kind == Kind::kBytes || made.kind == Kind::kFixed;
    if (name == "decimal" && is_bytes) {
      made.logical = Logical::kDecimal;
      if (const auto scale = all.find("scale"); scale != all.end())
        made.scale = static_cast<int>(std::min<std::size_t>(number_of(scale->second), 38));
    }
    if (name == "date" && made.kind == Kind::kInt) made.logical = Logical::kDate;
    if (name == "time-millis" && made.kind == Kind::kInt) made.logical = Logical::kTimeMillis;
    if (made.kind != Kind::kLong) return;
    if (name == "time-micros") made.logical = Logical::kTimeMicros;
    if (name == "timestamp-millis" || name == "local-timestamp-millis") made.logical = Logical::kTimestampMillis;
    if (name == "timestamp-micros" || name == "local-timestamp-micros") made.logical = Logical::kTimestampMicros;
  }

  AvroSchema& schema_;
  std::map<std::string, const AvroType*, std::less<>> named_;
};

AvroSchema::AvroSchema(std::string_view json) {
  JsonCursor cursor(json);
  const auto text = cursor.value();
  if (cursor.failed() || !cursor.at_end()) bad();
  root_ = AvroSchemaParser(*this).type(text, "");
  if (root_->kind != Kind::kRecord) throw BadFile("has Avro values that are no records");
}

}  // namespace slipher::engine

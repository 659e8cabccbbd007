#include <unordered_map>

#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/record.h"

namespace slipher::engine {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// JSON: objects, or arrays when there are paths, one behind the other.
class JsonReader final : public RecordReader {
 public:
  explicit JsonReader(const RecordFormat& format) : mapping_(format.json_mapping), paths_(format.paths) {
    column_count_ = format.columns.size();
    for (std::size_t i = 0; i < format.columns.size(); ++i) columns_.emplace(format.columns[i], i);
  }

  std::size_t whole_records(std::string_view buffer) const override;

  void start(std::string_view block) override {
    at_ = block.data();
    end_ = block.data() + block.size();
  }

  bool next(Record& record) override {
    JsonCursor cursor({at_, static_cast<std::size_t>(end_ - at_)});
    if (cursor.at_end()) return false;
    const char* const first = cursor.position();
    record.error = LoadErrorCode::kNone;
    record.fields.assign(column_count_, {.is_null = true});
    texts_.clear();
    const bool array = *first == '[' && mapping_ == sql::JsonMapping::kPaths;
    const auto value = *first == '{' || array ? cursor.value() : std::string_view();
    if (value.empty()) {
      // There is no telling where the next record starts.
      record.raw = {first, static_cast<std::size_t>(end_ - first)};
      at_ = end_;
      record.error = LoadErrorCode::kInvalidJson;
      record.reason = "Invalid JSON format";
      return true;
    }
    at_ = cursor.position();
    record.raw = value;
    shred(value, record);
    return true;
  }

 private:
  void shred(std::string_view object, Record& record);

  sql::JsonMapping mapping_;
  std::vector<JsonPath> paths_;
  std::size_t column_count_ = 0;
  std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> columns_;
  FieldTexts texts_;
  const char* at_ = nullptr;
  const char* end_ = nullptr;
};

std::size_t JsonReader::whole_records(std::string_view buffer) const {
  std::size_t depth = 0;
  std::size_t whole = 0;
  bool inside = false;
  for (std::size_t i = 0; i < buffer.size(); ++i) {
    const char c = buffer[i];
    if (inside) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        inside = false;
      }
    } else if (c == '"') {
      inside = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && (depth == 0 || --depth == 0)) {
      whole = i + 1;
    }
  }
  return whole;
}

void JsonReader::shred(std::string_view object, Record& record) {
  if (mapping_ == sql::JsonMapping::kNoShred) {
    if (!record.fields.empty()) set_json(record.fields[0], object, texts_);
    return;
  }
  if (mapping_ == sql::JsonMapping::kPaths) {
    for (std::size_t i = 0; i < paths_.size() && i < record.fields.size(); ++i)
      if (const auto value = follow(paths_[i], object); !value.empty()) set_json(record.fields[i], value, texts_);
    return;
  }
  JsonCursor cursor(object);
  cursor.accept('{');
  while (cursor.peek() == '"') {
    const auto key = cursor.string();
    cursor.accept(':');
    const auto value = cursor.value();
    auto name = key.substr(1, key.size() - 2);
    std::string changed;
    if (json_has_escapes(key)) name = changed = json_unescape(key);
    if (mapping_ == sql::JsonMapping::kAutoIgnoreCase) name = changed = lower(name);
    if (const auto column = columns_.find(name); column != columns_.end())
      set_json(record.fields[column->second], value, texts_);
    if (!cursor.accept(',')) break;
  }
}

}  // namespace

std::unique_ptr<RecordReader> make_json_reader(const RecordFormat& format) {
  return std::make_unique<JsonReader>(format);
}

}  // namespace slipher::engine

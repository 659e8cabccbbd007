#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/duckdb/load/avro_schema.h"

namespace slipher::engine {

/// Which logical types are written as the texts that COPY's default formats read ("2020-01-31", "2020-01-31 12:30:00");
/// otherwise their numbers are (DATEFORMAT and TIMEFORMAT 'epochsecs' ...).
struct AvroTexts {
  bool dates = true;
  bool timestamps = true;
};

/// Walks over encoded values (Apache Avro 1.11, "Binary encoding"). A failure stays; nothing outside of the bytes is
/// read.
class AvroCursor {
 public:
  AvroCursor(std::string_view bytes, AvroTexts texts) : left_(bytes), texts_(texts) {}

  bool at_end() const { return left_.empty(); }
  const char* position() const { return left_.data(); }
  bool failed() const { return failed_; }
  /// A record begins: how much one may hold is counted from here.
  void start_record() { values_ = 0; }

  std::int64_t number();
  std::string_view bytes();
  /// The branch of a union that comes next; other types are returned as they are. nullptr on failure.
  const AvroType* resolve(const AvroType& type);
  /// Appends a value of a resolved type that is no record, array or map as plain text.
  bool text(const AvroType& type, std::string& out);
  /// Appends any value as JSON.
  bool json(const AvroType& type, std::string& out) { return json_at(type, out, 0); }
  bool skip(const AvroType& type) { return skip_at(type, 0); }

 private:
  bool fail() {
    failed_ = true;
    left_ = {};
    return false;
  }
  std::string_view take(std::size_t size);
  bool may_go_on(int depth);
  bool json_at(const AvroType& type, std::string& out, int depth);
  bool skip_at(const AvroType& type, int depth);
  /// Calls `item` for each element of an array or map.
  template <class Item>
  bool each(bool skippable, Item&& item);
  bool decimal(std::string_view digits, int scale, std::string& out);

  std::string_view left_;
  AvroTexts texts_;
  std::size_t values_ = 0;  // of this record
  bool failed_ = false;
};

/// Whether a resolved type is written into JSON as a string.
bool is_json_string(const AvroType& type, AvroTexts texts);

}  // namespace slipher::engine

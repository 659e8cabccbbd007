#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::engine {

struct AvroType;

struct AvroField {
  std::string name;
  const AvroType* type = nullptr;
};

/// One node of a schema (Apache Avro 1.11, "Schema Declaration").
struct AvroType {
  enum class Kind {
    kNull,
    kBoolean,
    kInt,
    kLong,
    kFloat,
    kDouble,
    kBytes,
    kString,
    kRecord,
    kEnum,
    kArray,
    kMap,
    kUnion,
    kFixed
  };
  enum class Logical { kNone, kDecimal, kDate, kTimeMillis, kTimeMicros, kTimestampMillis, kTimestampMicros };

  Kind kind = Kind::kNull;
  Logical logical = Logical::kNone;
  int scale = 0;                          // kDecimal
  std::size_t size = 0;                   // kFixed
  const AvroType* items = nullptr;        // kArray, kMap
  std::vector<AvroField> fields;          // kRecord
  std::vector<const AvroType*> branches;  // kUnion
  std::vector<std::string> symbols;       // kEnum
};

/// A file's schema; may refer to itself.
class AvroSchema {
 public:
  /// Throws BadFile.
  explicit AvroSchema(std::string_view json);
  AvroSchema(const AvroSchema&) = delete;
  AvroSchema& operator=(const AvroSchema&) = delete;

  /// What each record of the file is; always a kRecord.
  const AvroType& root() const { return *root_; }

 private:
  friend class AvroSchemaParser;
  std::deque<AvroType> types_;
  const AvroType* root_ = nullptr;
};

}  // namespace slipher::engine

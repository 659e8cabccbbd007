// COPY's readers take any file: what they cut into records and fields stays within its bounds, blocks that are cut where
// the reader says give the same records as the whole file, and decompression ends with bytes or with BadFile.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "engine/duckdb/load/byte_source.h"
#include "engine/duckdb/load/json_cursor.h"
#include "engine/duckdb/load/lzo_decoder.h"
#include "engine/duckdb/load/number_parser.h"
#include "engine/duckdb/load/record.h"
#include "engine/duckdb/load/snappy_decoder.h"
#include "engine/duckdb/load/utf8.h"

namespace slipher::engine {
namespace {

using sql::CopyFormat;
using sql::JsonMapping;

/// A few bytes can stand for gigabytes; nobody keeps them, but reading them takes time.
constexpr std::size_t kMostOutput = 16 * 1024 * 1024;

void require(bool condition) {
  if (!condition) std::abort();
}

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : left_(bytes) {}
  std::size_t read(char* out, std::size_t size) override {
    const std::size_t count = std::min(size, left_.size());
    std::memcpy(out, left_.data(), count);
    left_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view left_;
};

void drain(ByteSource& source) {
  std::string buffer(64 * 1024, '\0');
  std::size_t total = 0;
  while (total < kMostOutput) {
    const std::size_t count = source.read(buffer.data(), buffer.size());
    require(count <= buffer.size());
    if (count == 0) return;
    total += count;
  }
}

/// Every conversion of a field that needs no database.
void check_field(const Field& field) {
  std::int64_t whole = 0;
  double real = 0;
  bool truth = false;
  WideInteger unscaled = 0;
  (void)parse_integer(field.text, INT64_MIN, INT64_MAX, whole);
  (void)parse_decimal(field.text, 38, 10, true, unscaled);
  (void)parse_double(field.text, real);
  (void)parse_boolean(field.text, truth);
  const auto wrong = find_invalid_utf8(field.text);
  require(wrong == std::string_view::npos || wrong < field.text.size());
  const auto mended = replace_invalid_utf8(field.text, '?');
  require(mended.size() == field.text.size() && find_invalid_utf8(mended) == std::string_view::npos);
  require(slipher::utf8_prefix(mended, 3).size() <= 3);
  if (!field.json.empty()) require(json_compact(field.json).size() <= field.json.size());
}

using Rows = std::vector<std::vector<std::string>>;

/// The fields of all records of a block; clears `clean` when one was refused.
Rows read_block(RecordReader& reader, std::string_view block, bool& clean) {
  Rows rows;
  Record record;
  reader.start(block);
  while (reader.next(record)) {
    require(record.raw.data() >= block.data() && record.raw.data() + record.raw.size() <= block.data() + block.size());
    require(shown_text(record.raw).size() <= kMaxRawBytes);
    if (record.error != LoadErrorCode::kNone) clean = false;
    auto& row = rows.emplace_back();
    for (const auto& field : record.fields) {
      check_field(field);
      row.push_back(field.is_null ? "null" : "=" + std::string(field.text));
    }
  }
  return rows;
}

void check_text(const RecordFormat& format, char newline, std::string_view file) {
  const auto reader = make_record_reader(format, newline);
  bool clean = true;
  const Rows whole = read_block(*reader, file, clean);
  // A first half, cut where the reader says, then the rest.
  const std::size_t cut = reader->whole_records(file.substr(0, file.size() / 2));
  require(cut <= file.size() / 2);
  bool halves_clean = true;
  Rows halves = read_block(*reader, file.substr(0, cut), halves_clean);
  for (auto& row : read_block(*reader, file.substr(cut), halves_clean)) halves.push_back(std::move(row));
  if (clean) require(halves_clean && halves == whole);
}

void check_avro(RecordFormat format, std::string_view file) {
  AvroContainer container(std::make_unique<MemorySource>(file));
  std::string block;
  std::int64_t records = 0;
  while (container.next(block, records)) {
  }
  format.forms.assign(format.columns.size(), ColumnForm::kText);
  if (!format.forms.empty()) format.forms.front() = ColumnForm::kJson;
  const auto reader = make_avro_reader(format, container.header());
  Record record;
  reader->start(block);
  for (int count = 0; count < 10'000 && reader->next(record); ++count) {
    for (const auto& field : record.fields) check_field(field);
    (void)reader->shown(record);
  }
}

void check_decoders(std::string_view file) {
  std::string out;
  if (decode_snappy(file, kMostOutput, out)) require(out.size() <= kMostOutput);
  out.resize(4096);
  (void)decode_lzo1x(file, out.data(), out.size());
  using Encoding = sql::TextEncoding;
  for (const auto encoding : {Encoding::kUtf16, Encoding::kUtf16LittleEndian, Encoding::kIso88591}) {
    try {
      drain(*utf8_source(std::make_unique<MemorySource>(file), encoding));
    } catch (const BadFile&) {
    }
  }
}

void check(std::uint8_t kind, std::uint8_t options, std::string_view file) {
  RecordFormat format;
  format.escape = options & 1;
  format.remove_quotes = options & 2;
  format.delimiter = options & 4 ? ',' : '|';
  format.columns = {"a", "b", "name"};
  format.widths = {1, 3, 2};
  format.json_mapping = options & 8    ? JsonMapping::kPaths
                        : options & 16 ? JsonMapping::kAutoIgnoreCase
                        : options & 32 ? JsonMapping::kNoShred
                                       : JsonMapping::kAuto;
  for (const auto* path : {"$.a", "$['b'][0]", "$.name.x"}) format.paths.push_back(*parse_json_path(path));
  const char newline = options & 64 ? '\r' : '\n';
  constexpr CopyFormat kFormats[] = {CopyFormat::kDelimited, CopyFormat::kCsv, CopyFormat::kFixedWidth,
                                     CopyFormat::kJson};
  if (kind % 8 < 4) {
    format.format = kFormats[kind % 8];
    check_text(format, newline, file);
  } else if (kind % 8 == 4) {
    check_avro(format, file);
  } else if (kind % 8 == 5) {
    drain(*lzop_source(std::make_unique<MemorySource>(file)));
  } else if (kind % 8 == 6) {
    drain(*bzip2_source(std::make_unique<MemorySource>(file)));
  } else {
    check_decoders(file);
    (void)parse_json_paths_file(file);
  }
}

}  // namespace
}  // namespace slipher::engine

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  try {
    slipher::engine::check(data[0], data[1], std::string_view(reinterpret_cast<const char*>(data) + 2, size - 2));
  } catch (const slipher::engine::BadFile&) {
  }
  return 0;
}

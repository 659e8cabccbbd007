#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/types.h"
#include "statements/byte_buffer.h"
#include "statements/limits.h"

namespace slipher::statements {

/// Takes finished pages, in order.
class PageSink {
 public:
  virtual ~PageSink() = default;
  /// May keep the bytes of `page`, and leaves it empty.
  virtual Result<void> write_page(ByteBuffer& page, std::uint64_t rows) = 0;
};

/// Rows to wire text, cut into pages at row boundaries: each page is the inside of the JSON array `Records`.
class Encoder {
 public:
  virtual ~Encoder() = default;
  /// Fails with kSql for a row above Limits::row_bytes or a result above Limits::result_bytes, or as the sink fails.
  virtual Result<void> add(const engine::Chunk& chunk) = 0;
  /// Hands over the last page; an empty result has one page too.
  virtual Result<void> finish() = 0;
};

/// GetStatementResult: rows of Field unions, at most Limits::page_bytes a page (one longer row makes a longer page).
std::unique_ptr<Encoder> make_json_encoder(const std::vector<engine::Column>& columns, const Limits& limits,
                                           PageSink& sink);
/// GetStatementResultV2: {"CSVRecords":"..."} chunks of whole rows, at most Limits::page_bytes each and
/// Limits::csv_chunks_per_page a page; the first chunk begins with the column names.
std::unique_ptr<Encoder> make_csv_encoder(const std::vector<engine::Column>& columns, const Limits& limits,
                                          PageSink& sink);

}  // namespace slipher::statements

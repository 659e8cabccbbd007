#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "sql/file_options.h"

namespace duckdb {
class ClientContext;
}

namespace slipher::engine {

/// A file that is written from its start to its end. Used by one thread at a time; throws what DuckDB's file systems
/// throw.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual void write(std::string_view text) = 0;
  /// Must be called: what was not closed is no whole file.
  virtual void close() = 0;
};

/// A new file at `path`, or with `append` the end of one that is there.
std::unique_ptr<ByteSink> open_sink(::duckdb::ClientContext& context, const std::string& path,
                                    sql::Compression compression, bool append);

}  // namespace slipher::engine

#pragma once
#include "duckdb/common/file_system.hpp"
#include "sql/file_options.h"

namespace slipher::engine {

/// What DuckDB's file system does of a compression by itself: gzip and zstd; the bytes of the others come as they are.
inline ::duckdb::FileCompressionType engine_compression(sql::Compression compression) {
  if (compression == sql::Compression::kGzip) return ::duckdb::FileCompressionType::GZIP;
  if (compression == sql::Compression::kZstd) return ::duckdb::FileCompressionType::ZSTD;
  return ::duckdb::FileCompressionType::UNCOMPRESSED;
}

}  // namespace slipher::engine

#pragma once
#include <string>

#include "duckdb.hpp"

namespace slipher::engine {

// Compressed files of text in external tables. DuckDB would decompress them, but takes a file that was cut off for
// whole.

/// The path that DuckDB's readers of text open to read the object `uri` ("s3://bucket/key"): `uri` itself, or where its
/// name ends in .gz, .zst or .bz2 one below which it is decompressed. Throws for .snappy, which cannot be read.
std::string unpacked_path(const std::string& uri);
/// A query's expression for the object behind such a path, given the expression for the path.
std::string unpacked_uri(const std::string& path);

/// Lets DuckDB open those paths. For queries of our own only.
void register_unpacked_files(::duckdb::DatabaseInstance& instance);

}  // namespace slipher::engine

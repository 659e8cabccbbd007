// The engine without Slipher: runs each argument as SQL on one connection and prints its seconds, one line each.
// Usage: raw_engine DATABASE-FILE|:memory: SQL ...
#include <duckdb.hpp>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: raw_engine DATABASE SQL ...\n");
    return 2;
  }
  duckdb::DuckDB database(argv[1]);
  duckdb::Connection connection(database);
  for (int i = 2; i < argc; ++i) {
    const auto start = std::chrono::steady_clock::now();
    const auto result = connection.Query(argv[i]);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    if (result->HasError()) {
      std::fprintf(stderr, "%s\n", result->GetError().c_str());
      return 1;
    }
    fmt::print("{:.6f}\n", elapsed.count());
  }
}

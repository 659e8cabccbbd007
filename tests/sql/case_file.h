#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace slipher::sql_test {

/// One directive of a .test file.
struct Step {
  int line = 0;
  std::string sql;
  std::string user = "awsuser";    // whose connection it runs on
  bool is_query = false;
  bool fails = false;
  std::string error;               // part of the expected error
  std::vector<std::string> types;  // of a query; empty = not checked
  bool has_names = false;          // the first row holds the column names
  std::vector<std::string> rows;
};

/// Reads a file; ends the process with a message for one that does not follow the format (README.md).
std::vector<Step> read_case_file(const std::filesystem::path& path);

}  // namespace slipher::sql_test

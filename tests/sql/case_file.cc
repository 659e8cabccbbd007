#include "case_file.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace slipher::sql_test {
namespace {

[[noreturn]] void malformed(const std::filesystem::path& path, int line, const std::string& what) {
  std::fprintf(stderr, "%s:%d: %s\n", path.c_str(), line, what.c_str());
  std::exit(2);
}

Step directive(const std::filesystem::path& path, const std::string& line, int number) {
  Step step;
  step.line = number;
  std::istringstream words(line);
  std::string kind, word;
  words >> kind;
  if (kind == "statement") {
    words >> word;
    step.fails = word == "error";
    if (word != "ok" && word != "error") malformed(path, number, "statement ok, or statement error TEXT");
    std::getline(words >> std::ws, step.error);
    if (step.fails && step.error.empty()) malformed(path, number, "statement error wants a part of the error");
  } else if (kind == "query") {
    step.is_query = true;
    while (words >> word) {
      if (word == "names")
        step.has_names = true;
      else
        step.types.push_back(word);
    }
  } else {
    malformed(path, number, "unknown directive: " + kind);
  }
  return step;
}

}  // namespace

std::vector<Step> read_case_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Step> steps;
  enum { kOutside, kSql, kRows } state = kOutside;
  std::string line;
  std::string user = Step{}.user;
  for (int number = 1; std::getline(file, line); number++) {
    if (line.empty()) {
      state = kOutside;
    } else if (state == kOutside) {
      if (line[0] == '#') continue;
      if (line.starts_with("user ")) {
        user = line.substr(5);
        continue;
      }
      steps.push_back(directive(path, line, number));
      steps.back().user = user;
      state = kSql;
    } else if (state == kSql && line == "----") {
      if (!steps.back().is_query) malformed(path, number, "only a query has rows");
      state = kRows;
    } else if (state == kSql) {
      steps.back().sql += (steps.back().sql.empty() ? "" : "\n") + line;
    } else {
      steps.back().rows.push_back(line);
    }
  }
  if (steps.empty()) malformed(path, 1, "the file has no test");
  return steps;
}

}  // namespace slipher::sql_test

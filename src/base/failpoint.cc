#include "base/failpoint.h"

#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <signal.h>
#include <string>
#include <unistd.h>

namespace slipher {
namespace {

struct Point {
  std::string name;
  bool kill = false;
  long at = 1;
  std::atomic<long> calls{0};
};

[[noreturn]] void refuse(std::string_view entry) {
  std::fprintf(stderr, "SLIPHER_FAILPOINTS: cannot read '%.*s'; expected name=kill[@n] or name=error[@n]\n",
               static_cast<int>(entry.size()), entry.data());
  std::_Exit(2);
}

void parse(Point& point, std::string_view entry) {
  const std::size_t equals = entry.find('=');
  if (equals == std::string_view::npos || equals == 0) refuse(entry);
  point.name = entry.substr(0, equals);
  std::string_view action = entry.substr(equals + 1);
  if (const std::size_t at = action.find('@'); at != std::string_view::npos) {
    const std::string_view digits = action.substr(at + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point.at);
    if (error != std::errc() || end != digits.data() + digits.size() || point.at < 1) refuse(entry);
    action = action.substr(0, at);
  }
  if (action != "kill" && action != "error") refuse(entry);
  point.kill = action == "kill";
}

std::list<Point> read_environment() {
  std::list<Point> points;
  const char* value = std::getenv("SLIPHER_FAILPOINTS");
  std::string_view rest = value ? value : "";
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view entry = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (!entry.empty()) parse(points.emplace_back(), entry);
  }
  return points;
}

}  // namespace

bool failpoint(std::string_view name) {
  static std::list<Point>& points = *new std::list<Point>(read_environment());
  if (points.empty()) return false;
  bool fails = false;
  for (Point& point : points) {
    if (point.name != name) continue;
    const bool due = point.calls.fetch_add(1) + 1 >= point.at;
    if (due && point.kill) {
      kill(getpid(), SIGKILL);
      pause();
    }
    fails = fails || due;
  }
  return fails;
}

}  // namespace slipher

#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace slipher {

/// Header fields in the order in which they came, names as they were sent.
class HeaderList {
 public:
  using Entry = std::pair<std::string, std::string>;

  void add(std::string name, std::string value) { entries_.emplace_back(std::move(name), std::move(value)); }
  /// The first field of that name (case-insensitive), or nullptr.
  const std::string* find(std::string_view name) const;
  /// The first field's value, or "".
  std::string_view get(std::string_view name) const;
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  bool empty() const { return entries_.empty(); }

 private:
  std::vector<Entry> entries_;
};

/// A request as it arrived, without a socket: what `http` hands to the front door in `api`.
struct RawRequest {
  std::string method;  // "POST"
  std::string target;  // path and query exactly as sent: "/?Action=..."
  HeaderList headers;
  std::string body;
  std::string peer;  // "127.0.0.1:53122"
};

/// A reply, ready to be written. `http` adds Content-Length, Date, Server and Connection.
struct RawResponse {
  int status = 200;
  HeaderList headers;
  std::string body;
};

/// ASCII case-insensitive equality: header names, schemes.
bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace slipher

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace slipher::store {

/// Writes the members that no query filters by: a version byte, then integers as zigzag varints and strings with their
/// length in front.
class Encoder {
 public:
  explicit Encoder(char version) : bytes_(1, version) {}
  void integer(std::int64_t value);
  void boolean(bool value) { integer(value ? 1 : 0); }
  void time(Timestamp value) { integer(value.time_since_epoch().count()); }
  void text(std::string_view value);
  void optional_text(const std::optional<std::string>& value);
  std::string take() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what Encoder wrote. Input may be damaged: after the first impossible value everything reads as zero or empty
/// and complete() is false, so that callers check once, at the end.
class Decoder {
 public:
  Decoder(std::string_view bytes, char version);
  std::int64_t integer();
  bool boolean();
  Timestamp time() { return Timestamp(microseconds(integer())); }
  std::string text();
  std::optional<std::string> optional_text();
  /// A number of items of at least one byte each: never more than what is left.
  std::size_t count();
  /// Everything was read, and nothing was impossible.
  bool complete() const { return ok_ && rest_.empty(); }

 private:
  void fail();
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace slipher::store

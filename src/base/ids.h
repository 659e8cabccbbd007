#pragma once
#include <atomic>
#include <string>
#include <string_view>

namespace slipher {

/// Where new identifiers come from, so that transcripts can fix them. Safe to call from any thread.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// A UUID version 4 in lower case, 36 characters: statement, session and request ids.
  virtual std::string uuid() = 0;
};

/// Random ids from the operating system's generator.
class RandomIds final : public IdSource {
 public:
  std::string uuid() override;
};

/// 00000000-0000-4000-8000-000000000001 and so on.
class SequentialIds final : public IdSource {
 public:
  std::string uuid() override;

 private:
  std::atomic<unsigned long long> next_{1};
};

/// Fills `size` bytes from the operating system's random generator. Ends the process if that is impossible.
void random_bytes(void* out, std::size_t size);

/// `count` characters drawn evenly from `alphabet` (2 to 256 characters).
std::string random_text(std::size_t count, std::string_view alphabet);

}  // namespace slipher

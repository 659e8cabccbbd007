#pragma once
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace slipher::objects {

/// More objects than this under one prefix are refused: a listing is held in memory.
inline constexpr std::size_t kMaxListedObjects = 1'000'000;

/// Threads that move bytes from and to S3 endpoints, all statements together.
inline constexpr int kTransferThreads = 16;
/// A read is cut into ranges of this size, which are fetched at the same time.
inline constexpr std::size_t kRangeBytes = 4 * 1024 * 1024;
/// Ranges that one sequential reader has asked for ahead of its caller.
inline constexpr std::size_t kReadAheadRanges = 4;
/// Up to this size an object is sent with one request; a larger one in parts of at least this size (S3: 5 MiB or more).
inline constexpr std::int64_t kPartBytes = 8 * 1024 * 1024;
/// Parts of one upload that are under way at the same time, each in memory.
inline constexpr std::size_t kParallelParts = 4;
/// S3's own limit.
inline constexpr std::int64_t kMaxParts = 10'000;
/// Largest answer that is not an object's bytes: a page of a listing, an error.
inline constexpr std::size_t kMaxAnswerBytes = 16 * 1024 * 1024;

inline constexpr seconds kConnectTimeout{10};
/// A transfer without a byte for so long has failed.
inline constexpr seconds kStallTimeout{60};
/// How often a transfer looks whether its statement was interrupted.
inline constexpr milliseconds kInterruptPoll{50};

/// How often and how fast a request is sent again after 5xx, 429, 408, a timeout or a broken connection.
struct RetryLimits {
  int attempts = 6;  // the first one included
  milliseconds first_delay{100};
  milliseconds longest_delay{5000};
};

}  // namespace slipher::objects

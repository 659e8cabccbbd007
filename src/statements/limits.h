#pragma once
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace slipher::statements {

/// Every limit on statements, sessions and results, with the default that mirrors the real service's quota or is more
/// generous (reference: Data API quotas). All are configuration keys (app/config).
struct Limits {
  /// SQL text in bytes; above it kValidation. The real service takes 100 KB.
  std::size_t sql_bytes = 16 * 1024 * 1024;
  /// Statements not yet finished per warehouse; above it ActiveStatementsExceededException.
  std::size_t active_statements = 500;
  /// Sessions per warehouse; above it ActiveSessionsExceededException.
  std::size_t sessions = 500;
  /// A session's life from its start, whatever happens in it.
  seconds session_hard_cap{86400};
  /// How long a statement waits for a busy session before "Session is not available".
  milliseconds session_busy_wait{10000};
  /// Requests parked with WaitTimeSeconds on one statement; above it ActiveWaitingRequestsExceededException.
  std::size_t waiting_requests = 100;
  /// How long ExecuteStatement holds back the id of a read that runs already: one that ends by then is stored once,
  /// with its end. 0 = every statement is stored before it runs.
  milliseconds submit_patience{5};
  /// How long DescribeStatement without WaitTimeSeconds waits for the end of a statement that runs: whoever polls for a
  /// quick one asks once instead of many times. 0 = not at all.
  milliseconds describe_patience{5};
  /// How long results are kept; 0 = for ever.
  seconds result_retention{86400};
  /// How long DescribeStatement still answers after the statement ended; 0 = for ever. Never shorter than the results.
  seconds statement_retention{7 * 86400};
  /// How long a ClientToken gives back its first statement.
  seconds token_retention{8 * 3600};
  /// Longest run of one statement; 0 = none.
  seconds statement_timeout{86400};
  /// Threads that run statements, all warehouses together; 0 = four per processor.
  std::size_t runners = 0;
  /// Encoded bytes of one page of GetStatementResult, and of one CSVRecords chunk.
  std::size_t page_bytes = 1024 * 1024;
  /// CSV chunks in one page of GetStatementResultV2. Pages of 8 MiB are slower by half: the allocator takes such blocks from
  /// the system each time.
  std::size_t csv_chunks_per_page = 4;
  /// Results up to this many encoded bytes are kept beside the statement instead of in a file.
  std::size_t inline_result_bytes = 16 * 1024;
  /// Encoded bytes of a whole result; 0 = no limit. The real service stops at 500 MB.
  std::int64_t result_bytes = 0;
  /// Encoded bytes of one row; 0 = no limit. The real service stops at 64 KB.
  std::int64_t row_bytes = 0;
};

}  // namespace slipher::statements

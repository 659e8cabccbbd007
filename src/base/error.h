#pragma once
#include <string>
#include <utility>

namespace slipher {

/// What went wrong, as a name. The API's one table (api/error_table.h) maps a code to the wire type and HTTP status;
/// no other place knows either.
enum class ErrorCode {
  // The Data API's modelled errors.
  kValidation,
  kResourceNotFound,
  kActiveStatementsExceeded,
  kActiveSessionsExceeded,
  kActiveWaitingRequestsExceeded,
  kQueryTimeout,
  kExecuteStatement,
  kBatchExecuteStatement,
  kDatabaseConnection,
  kInternal,
  // Every service: front door, signature, permission.
  kThrottling,
  kAccessDenied,
  kSerialization,
  kUnknownOperation,
  kMissingAuthenticationToken,
  kIncompleteSignature,
  kInvalidSignature,
  kUnrecognizedClient,
  kExpiredToken,
  kRequestTooLarge,
  kServiceUnavailable,
  // Secrets Manager's modelled errors.
  kResourceExists,
  kInvalidParameter,
  kInvalidRequest,
  kInvalidNextToken,
  kLimitExceeded,
  kDecryptionFailure,
  // A statement that failed: `message` is the text of DescribeStatement's Error ("ERROR: ...").
  kSql,
  // A statement that stopped because it was asked to (CancelStatement, shutdown, session time limit).
  kCanceled,
};

/// A failure on its way to the client. Returned, never thrown.
struct Error {
  Error(ErrorCode code_in, std::string message_in, std::string resource_id_in = {})
      : code(code_in), message(std::move(message_in)), resource_id(std::move(resource_id_in)) {}

  ErrorCode code;
  std::string message;
  /// ResourceNotFoundException's ResourceId, ExecuteStatementException's StatementId; empty elsewhere.
  std::string resource_id;
};

}  // namespace slipher

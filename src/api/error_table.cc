#include "api/error_table.h"

#include <array>
#include <cstddef>

namespace slipher::api {

namespace {

using enum ErrorCode;

constexpr std::string_view kModelled = "Message";
constexpr std::string_view kFront = "message";

// In the order of ErrorCode, so that a code is its index.
constexpr std::array kTable{
    ErrorRow{kValidation, "ValidationException", 400, "ValidationError", 400, kModelled, false, ""},
    ErrorRow{kResourceNotFound, "ResourceNotFoundException", 400, "NoSuchEntity", 404, kModelled, false, "ResourceId"},
    ErrorRow{kActiveStatementsExceeded, "ActiveStatementsExceededException", 400, "LimitExceeded", 400, kModelled,
             false, ""},
    ErrorRow{kActiveSessionsExceeded, "ActiveSessionsExceededException", 400, "LimitExceeded", 400, kModelled, false,
             ""},
    ErrorRow{kActiveWaitingRequestsExceeded, "ActiveWaitingRequestsExceededException", 400, "LimitExceeded", 400,
             kModelled, false, ""},
    ErrorRow{kQueryTimeout, "QueryTimeoutException", 400, "RequestTimeout", 400, kModelled, false, ""},
    ErrorRow{kExecuteStatement, "ExecuteStatementException", 500, "InternalFailure", 500, kModelled, false,
             "StatementId"},
    ErrorRow{kBatchExecuteStatement, "BatchExecuteStatementException", 500, "InternalFailure", 500, kModelled, false,
             "StatementId"},
    ErrorRow{kDatabaseConnection, "DatabaseConnectionException", 500, "InternalFailure", 500, kModelled, false, ""},
    ErrorRow{kInternal, "InternalServerException", 500, "InternalFailure", 500, kModelled, false, ""},
    ErrorRow{kThrottling, "ThrottlingException", 400, "Throttling", 400, kFront, false, ""},
    ErrorRow{kAccessDenied, "AccessDeniedException", 400, "AccessDenied", 403, kFront, false, ""},
    ErrorRow{kSerialization, "SerializationException", 400, "MalformedQueryString", 400, kFront, true, ""},
    ErrorRow{kUnknownOperation, "UnknownOperationException", 400, "InvalidAction", 400, kFront, true, ""},
    ErrorRow{kMissingAuthenticationToken, "MissingAuthenticationTokenException", 400, "MissingAuthenticationToken", 403,
             kFront, true, ""},
    ErrorRow{kIncompleteSignature, "IncompleteSignatureException", 400, "IncompleteSignature", 400, kFront, true, ""},
    ErrorRow{kInvalidSignature, "InvalidSignatureException", 400, "SignatureDoesNotMatch", 403, kFront, true, ""},
    ErrorRow{kUnrecognizedClient, "UnrecognizedClientException", 400, "InvalidClientTokenId", 403, kFront, true, ""},
    ErrorRow{kExpiredToken, "ExpiredTokenException", 400, "ExpiredToken", 403, kFront, true, ""},
    ErrorRow{kRequestTooLarge, "RequestEntityTooLargeException", 413, "RequestEntityTooLarge", 413, kFront, true, ""},
    ErrorRow{kServiceUnavailable, "ServiceUnavailableException", 503, "ServiceUnavailable", 503, kFront, true, ""},
    ErrorRow{kResourceExists, "ResourceExistsException", 400, "EntityAlreadyExists", 409, kModelled, false, ""},
    ErrorRow{kInvalidParameter, "InvalidParameterException", 400, "InvalidParameterValue", 400, kModelled, false, ""},
    ErrorRow{kInvalidRequest, "InvalidRequestException", 400, "InvalidRequest", 400, kModelled, false, ""},
    ErrorRow{kInvalidNextToken, "InvalidNextTokenException", 400, "InvalidParameterValue", 400, kModelled, false, ""},
    ErrorRow{kLimitExceeded, "LimitExceededException", 400, "LimitExceeded", 400, kModelled, false, ""},
    ErrorRow{kDecryptionFailure, "DecryptionFailure", 400, "InternalFailure", 500, kModelled, false, ""},
    // Outside of a statement (ListTables ...) the engine's refusal is the request's.
    ErrorRow{kSql, "ValidationException", 400, "ValidationError", 400, kModelled, false, ""},
    ErrorRow{kCanceled, "QueryTimeoutException", 400, "RequestTimeout", 400, kModelled, false, ""},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i)
    if (static_cast<std::size_t>(kTable[i].code) != i) return false;
  return true;
}
static_assert(in_order() && kTable.size() == static_cast<std::size_t>(kCanceled) + 1);

struct OtherName {
  ErrorCode code;
  std::string_view service;
  std::string_view type;
};
constexpr std::array kOtherNames{OtherName{kInternal, "secretsmanager", "InternalServiceError"}};

}  // namespace

const ErrorRow& error_row(ErrorCode code) { return kTable[static_cast<std::size_t>(code)]; }

bool is_for_log_only(ErrorCode code) {
  return code == kInternal || code == kExecuteStatement || code == kBatchExecuteStatement;
}

std::string_view error_type(ErrorCode code, std::string_view service) {
  for (const OtherName& other : kOtherNames)
    if (other.code == code && other.service == service) return other.type;
  return error_row(code).type;
}

}  // namespace slipher::api

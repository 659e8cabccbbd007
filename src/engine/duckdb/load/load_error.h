#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace slipher::engine {

/// Why a row was not loaded: STL_LOAD_ERRORS' err_code (Amazon Redshift, "Load error reference"). kNone = it was.
enum class LoadErrorCode : int {
  kNone = 0,
  kUnknown = 1200,
  kTooManyColumns = 1202,
  kStringTooLong = 1204,
  kDate = 1205,
  kTimestamp = 1206,
  kDigit = 1207,
  kFloat = 1208,
  kDecimal = 1209,
  kBoolean = 1210,
  kEmptyLine = 1211,
  kMissingValue = 1213,
  kDelimiterNotFound = 1214,
  kMultibyteChar = 1215,
  kInvalidLine = 1216,
  kNullByte = 1218,
  kInvalidUtf8 = 1220,
  kOverflow = 1222,
  kInvalidType = 1223,
  kInvalidJson = 1224,
};

/// One row that was not loaded; what STL_LOAD_ERRORS shows.
struct LoadError {
  LoadErrorCode code = LoadErrorCode::kNone;
  std::string file;       // s3://bucket/key
  std::int64_t line = 0;  // from 1
  std::string column;     // "" = the whole line
  std::string type;       // int4, varchar ...
  std::string length;     // declared length, "" = none
  std::string raw_line;   // cut to kMaxRawBytes
  std::string raw_value;  // cut to kMaxRawBytes
  std::string reason;
};
inline constexpr std::size_t kMaxRawBytes = 1024;

/// "File 's3://b/k', line 3, column 'id' (int4), value 'x': Invalid digit, Value 'x', Pos 0, Type: Integer (code
/// 1207)".
std::string describe(const LoadError& error);

}  // namespace slipher::engine

#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// A field of a row that was not loaded; what STL_LOADERROR_DETAIL shows.
struct LoadErrorField {
  std::string column;
  std::string type;    // int4, varchar ...
  std::string length;  // declared length, "" = none
  std::string value;
  bool is_null = false;
};

/// One row that was not loaded; what STL_LOAD_ERRORS shows. Texts are well-formed UTF-8 without zero bytes, see
/// shown_text().
struct LoadError {
  LoadErrorCode code = LoadErrorCode::kNone;
  std::size_t file_index = 0;
  std::string file;          // s3://bucket/key
  std::int64_t line = 0;     // from 1
  std::string column;        // "" = the whole line
  std::string type;          // int4, varchar ...
  std::string length;        // declared length, "" = none
  std::size_t position = 0;  // of the error in the value
  std::string raw_line;      // cut to kMaxRawBytes
  std::string raw_value;     // cut to kMaxRawBytes
  std::string reason;
  std::vector<LoadErrorField> fields;  // up to the one that was refused; only of the first errors of a load
};
inline constexpr std::size_t kMaxRawBytes = 1024;

/// The first kMaxRawBytes of bytes from a file, made fit to be shown: what is no UTF-8, and zero bytes, become '?'.
std::string shown_text(std::string_view raw);

/// "File 's3://b/k', line 3, column 'id' (int4), value 'x': Invalid digit, Value 'x', Pos 0, Type: Integer (code
/// 1207)".
std::string describe(const LoadError& error);

}  // namespace slipher::engine

#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// Compression of the files of COPY and UNLOAD; LZOP is read only.
enum class Compression { kNone, kGzip, kZstd, kBzip2, kLzop };

/// ENCODING of COPY's files. kUtf16 needs a byte order mark.
enum class TextEncoding { kUtf8, kUtf16, kUtf16LittleEndian, kUtf16BigEndian, kIso88591 };

/// One "label:width" of FIXEDWIDTH. The labels say nothing: widths follow the columns' order.
struct FixedWidthColumn {
  std::string label;
  int width = 0;  // in characters
};
inline constexpr std::size_t kMaxDelimiterBytes = 64;
inline constexpr int kMaxFixedWidth = 65535;
inline constexpr std::size_t kMaxFixedWidthColumns = 1600;

/// Parts of the grammar that COPY and UNLOAD share. Each reads what follows its keyword, [AS] included; a failure stays
/// in the cursor.

/// NULL [AS] '...': \N, '\0' and '\000' (a zero byte) mean what they say, unlike in other strings.
std::string null_string_option(TokenCursor& cursor);
/// DELIMITER [AS] 'c' of UNLOAD: one ASCII character, also as \t or \ddd.
char delimiter_option(TokenCursor& cursor);
/// DELIMITER [AS] '...' of COPY: any characters, each also as \t or \ddd.
std::string delimiters_option(TokenCursor& cursor);
char character_option(TokenCursor& cursor, std::string_view option);
std::vector<FixedWidthColumn> fixed_width_option(TokenCursor& cursor);
/// Takes one authorization clause, keyword included, and forgets it. False when there is none here.
bool authorization_option(TokenCursor& cursor);
/// [ON | TRUE | OFF | FALSE]; nothing is ON.
bool switch_option(TokenCursor& cursor);

/// Which options a statement has used, in lower case.
class UsedOptions {
 public:
  /// Fails the cursor when the option has been used before.
  void use(TokenCursor& cursor, std::string_view option);
  bool uses(std::string_view option) const;
  const std::vector<std::string>& all() const { return options_; }

 private:
  std::vector<std::string> options_;
};

/// ASCII letters to capitals.
std::string upper(std::string_view text);

}  // namespace slipher::sql

#pragma once
#include <string>

namespace slipher::sql {

/// Compression of the files of COPY and UNLOAD.
enum class Compression { kNone, kGzip, kZstd };

/// ENCODING of COPY's files. kUtf16 needs a byte order mark.
enum class TextEncoding { kUtf8, kUtf16, kUtf16LittleEndian, kUtf16BigEndian };

/// One "label:width" of FIXEDWIDTH. UNLOAD labels are column numbers.
struct FixedWidthColumn {
  std::string label;
  int width = 0;  // in characters
};

}  // namespace slipher::sql

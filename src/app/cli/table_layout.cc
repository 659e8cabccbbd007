#include "app/cli/table_layout.h"

#include <algorithm>
#include <fmt/format.h>

namespace slipher::app {

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // C1 control characters are two bytes in UTF-8: 0xc2 and 0x80 to 0x9f.
    const bool is_c1 = byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
    if (byte == '\n') {
      out += "\\n";
    } else if (byte == '\t') {
      out += "\\t";
    } else if (byte == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else if (is_c1) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[++i]));
    } else {
      out += text[i];
    }
  }
  return out;
}

TableLayout::TableLayout(const std::vector<std::string>& names, std::vector<bool> right_aligned,
                         const std::vector<std::vector<std::string>>& sample, std::ostream& out)
    : right_(std::move(right_aligned)), out_(out) {
  std::vector<std::string> shown;
  for (const auto& name : names) {
    shown.push_back(printable(name));
    widths_.push_back(display_width(shown.back()));
  }
  right_.resize(names.size());
  for (const auto& row : sample) {
    for (std::size_t i = 0; i < row.size() && i < widths_.size(); ++i) {
      widths_[i] = std::max(widths_[i], display_width(row[i]));
    }
  }
  row(shown);
  for (std::size_t i = 0; i < widths_.size(); ++i) out_ << (i ? "+" : "") << std::string(widths_[i] + 2, '-');
  out_ << '\n';
}

void TableLayout::row(const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size() && i < widths_.size(); ++i) {
    cell(i, cells[i], right_[i], i + 1 == widths_.size());
  }
  out_ << '\n';
}

void TableLayout::cell(std::size_t column, std::string_view text, bool right, bool last) {
  const auto width = display_width(text);
  const std::string padding(widths_[column] > width ? widths_[column] - width : 0, ' ');
  out_ << (column ? "| " : " ");
  if (right) out_ << padding;
  out_ << text;
  if (!right && !last) out_ << padding;
  if (!last) out_ << ' ';
}

}  // namespace slipher::app

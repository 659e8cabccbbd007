#pragma once
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace slipher::app {

/// Rows under a header with a rule, in columns as wide as the first rows need; a later wider cell pushes its row out.
class TableLayout {
 public:
  /// Prints the header. `sample` are the rows that decide the widths.
  TableLayout(const std::vector<std::string>& names, std::vector<bool> right_aligned,
              const std::vector<std::vector<std::string>>& sample, std::ostream& out);
  void row(const std::vector<std::string>& cells);

 private:
  void cell(std::size_t column, std::string_view text, bool right, bool last);

  std::vector<std::size_t> widths_;
  std::vector<bool> right_;
  std::ostream& out_;
};

/// Columns that UTF-8 text takes on a terminal, one per code point.
std::size_t display_width(std::string_view text);

/// `text` on one line, with control characters shown as escapes: a cell cannot drive the terminal.
std::string printable(std::string_view text);

}  // namespace slipher::app

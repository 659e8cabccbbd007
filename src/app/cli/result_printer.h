#pragma once
#include <boost/json.hpp>
#include <memory>
#include <ostream>
#include <string>

namespace slipher::app {

/// Prints a result page by page; holds at most one page.
class ResultPrinter {
 public:
  virtual ~ResultPrinter() = default;
  /// One reply of GetStatementResult, or of GetStatementResultV2 for a printer of CSV.
  virtual void page(const boost::json::object& reply) = 0;
  /// After the last page.
  virtual void end() {}
};

/// `format`: "table", "csv", "json" (one array) or "jsonl" (an object a line).
std::unique_ptr<ResultPrinter> make_result_printer(const std::string& format, std::ostream& out);

}  // namespace slipher::app

#include "sql/unload_statement.h"

#include <algorithm>
#include <charconv>

#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

class UnloadParser {
 public:
  explicit UnloadParser(std::string_view text) : cursor_(text) {}
  Result<UnloadStatement> parse();

 private:
  using Handler = void (UnloadParser::*)();
  struct Option {
    std::string_view name;
    Handler handler;
  };
  static const Option kOptions[];

  bool option();
  void format();
  void set_format(std::string_view name, UnloadFormat format);
  void set_compression(Compression compression);
  void partition_by();
  std::int64_t size(std::string_view option, std::int64_t least, std::int64_t most);
  void check();

  void csv() { set_format("csv", UnloadFormat::kCsv); }
  void json() { set_format("json", UnloadFormat::kJson); }
  void parquet() { set_format("parquet", UnloadFormat::kParquet); }
  void fixed_width() {
    set_format("fixedwidth", UnloadFormat::kFixedWidth);
    unload_.fixed_width = fixed_width_option(cursor_);
  }
  void gzip() { set_compression(Compression::kGzip); }
  void zstd() { set_compression(Compression::kZstd); }
  void bzip2() { set_compression(Compression::kBzip2); }
  void header() { unload_.header = true; }
  void add_quotes() { unload_.add_quotes = true; }
  void escape() { unload_.escape = true; }
  void delimiter() { unload_.delimiter = delimiter_option(cursor_); }
  void null_as() { unload_.null_as = null_string_option(cursor_); }
  void manifest() {
    unload_.manifest = true;
    unload_.manifest_verbose = cursor_.accept("verbose");
  }
  void allow_overwrite() { unload_.existing_files = ExistingFiles::kOverwrite; }
  void clean_path() { unload_.existing_files = ExistingFiles::kDelete; }
  void parallel() { unload_.parallel = switch_option(cursor_); }
  void max_file_size() { unload_.max_file_bytes = size("MAXFILESIZE", kUnloadMinFileBytes, kUnloadMaxFileBytes); }
  void row_group_size() {
    unload_.row_group_bytes = size("ROWGROUPSIZE", kUnloadRowGroupBytes, kUnloadMaxRowGroupBytes);
  }
  void extension();
  void region() {
    cursor_.accept("as");
    cursor_.string_literal();
  }

  TokenCursor cursor_;
  UnloadStatement unload_;
  UsedOptions used_;
};

const UnloadParser::Option UnloadParser::kOptions[] = {
    {"csv", &UnloadParser::csv},
    {"json", &UnloadParser::json},
    {"parquet", &UnloadParser::parquet},
    {"fixedwidth", &UnloadParser::fixed_width},
    {"format", &UnloadParser::format},
    {"gzip", &UnloadParser::gzip},
    {"zstd", &UnloadParser::zstd},
    {"bzip2", &UnloadParser::bzip2},
    {"header", &UnloadParser::header},
    {"addquotes", &UnloadParser::add_quotes},
    {"escape", &UnloadParser::escape},
    {"delimiter", &UnloadParser::delimiter},
    {"null", &UnloadParser::null_as},
    {"partition", &UnloadParser::partition_by},
    {"manifest", &UnloadParser::manifest},
    {"allowoverwrite", &UnloadParser::allow_overwrite},
    {"cleanpath", &UnloadParser::clean_path},
    {"parallel", &UnloadParser::parallel},
    {"maxfilesize", &UnloadParser::max_file_size},
    {"rowgroupsize", &UnloadParser::row_group_size},
    {"extension", &UnloadParser::extension},
    {"region", &UnloadParser::region},
};

/// Options of the real service that this server refuses by name.
constexpr std::string_view kUnsupported[] = {"encrypted", "kms_key_id", "master_symmetric_key"};

struct Conflict {
  std::string_view option;
  std::string_view with;
};
/// Amazon Redshift, "UNLOAD", "Parameters".
constexpr Conflict kConflicts[] = {
    {"csv", "addquotes"},     {"csv", "escape"},           {"parquet", "delimiter"}, {"parquet", "addquotes"},
    {"parquet", "escape"},    {"parquet", "null"},         {"parquet", "header"},    {"parquet", "gzip"},
    {"parquet", "zstd"},      {"parquet", "bzip2"},        {"json", "delimiter"},    {"json", "header"},
    {"json", "addquotes"},    {"json", "escape"},          {"json", "null"},         {"fixedwidth", "delimiter"},
    {"fixedwidth", "header"}, {"fixedwidth", "addquotes"}, {"fixedwidth", "escape"}, {"allowoverwrite", "cleanpath"},
};

Result<UnloadStatement> UnloadParser::parse() {
  cursor_.expect("unload", "(");
  unload_.query = cursor_.string_literal();
  cursor_.expect(")", "to");
  unload_.to = cursor_.string_literal();
  while (!cursor_.at_end() && option()) {
  }
  if (!cursor_.failed() && !cursor_.at_end()) cursor_.fail();
  if (!cursor_.failed()) check();
  return cursor_.finish(std::move(unload_));
}

bool UnloadParser::option() {
  if (authorization_option(cursor_)) return true;
  for (const auto& [name, handler] : kOptions) {
    if (!cursor_.accept(name)) continue;
    used_.use(cursor_, name);
    (this->*handler)();
    return true;
  }
  for (const auto name : kUnsupported)
    if (cursor_.at(name)) cursor_.fail("UNLOAD with " + upper(name) + " is not supported by Slipher");
  return false;
}

void UnloadParser::format() {
  cursor_.accept("as");
  for (const std::string_view name : {"csv", "json", "parquet", "fixedwidth"})
    if (cursor_.at(name)) return;  // the option that comes next
  cursor_.fail();
}

void UnloadParser::set_format(std::string_view name, UnloadFormat format) {
  if (unload_.format != UnloadFormat::kDelimited)
    cursor_.fail("conflicting or redundant options: " + upper(name) + " follows another data format");
  unload_.format = format;
}

void UnloadParser::set_compression(Compression compression) {
  if (unload_.compression != Compression::kNone) cursor_.fail("conflicting or redundant options: two compressions");
  unload_.compression = compression;
}

void UnloadParser::partition_by() {
  cursor_.expect("by");
  unload_.partition_by = cursor_.name_list();
  unload_.include_partition_columns = cursor_.accept("include");
}

/// [AS] number [MB | GB]; MB when there is no unit.
std::int64_t UnloadParser::size(std::string_view option, std::int64_t least, std::int64_t most) {
  cursor_.accept("as");
  const Token token = cursor_.take();
  double number = 0;
  std::string_view digits = token.text;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (token.kind != TokenKind::kNumber || problem != std::errc() || end != digits.data() + digits.size()) {
    cursor_.fail(syntax_error(token, cursor_.text()));
    return most;
  }
  double unit = 1024.0 * 1024;
  if (cursor_.accept("gb")) {
    unit *= 1024;
  } else {
    cursor_.accept("mb");
  }
  const double bytes = number * unit;
  if (bytes < static_cast<double>(least) || bytes > static_cast<double>(most) + 1) {
    cursor_.fail(std::string(option) + " must be between " + std::to_string(least / 1024 / 1024) + " MB and " +
                 std::to_string(most / 1024 / 1024) + " MB");
    return most;
  }
  return std::min(static_cast<std::int64_t>(bytes), most);
}

void UnloadParser::extension() {
  cursor_.accept("as");
  const std::string value = cursor_.string_literal();
  if (value.empty() || value.size() > 64 || value.find('/') != std::string::npos ||
      value.find('\0') != std::string::npos)
    cursor_.fail("EXTENSION must be 1 to 64 characters without '/'");
  unload_.extension = value;
}

void UnloadParser::check() {
  for (const auto& [option, with] : kConflicts)
    if (used_.uses(option) && used_.uses(with))
      return cursor_.fail(upper(option) + " is not compatible with " + upper(with));
  if (used_.uses("rowgroupsize") && unload_.format != UnloadFormat::kParquet)
    return cursor_.fail("ROWGROUPSIZE needs FORMAT PARQUET");
  if (unload_.format == UnloadFormat::kCsv && !used_.uses("delimiter")) unload_.delimiter = ',';
  if (unload_.format == UnloadFormat::kCsv && unload_.delimiter == '"')
    return cursor_.fail("DELIMITER must differ from the quote character");
}

}  // namespace

Result<UnloadStatement> parse_unload(std::string_view text) { return UnloadParser(text).parse(); }

}  // namespace slipher::sql

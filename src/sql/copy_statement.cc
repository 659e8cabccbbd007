#include "sql/copy_statement.h"

#include <algorithm>

#include "sql/token_cursor.h"

namespace slipher::sql {
namespace {

/// Amazon Redshift, "COPY", "Data load operations": MAXERROR is 0 to 100000.
constexpr std::int64_t kMaxMaxError = 100'000;
constexpr std::int64_t kMaxIgnoreHeader = 1'000'000'000;

class CopyParser {
 public:
  explicit CopyParser(std::string_view text) : cursor_(text) {}
  Result<CopyStatement> parse();

 private:
  using Handler = void (CopyParser::*)();
  struct Option {
    std::string_view name;
    Handler handler;
  };
  struct Flag {
    std::string_view name;
    bool CopyStatement::*member;
  };
  static const Option kOptions[];
  static const Flag kFlags[];

  void target();
  bool option();
  void format();
  void set_format(std::string_view name, CopyFormat format);
  void json() { set_format("json", CopyFormat::kJson), mapping("JSON"); }
  void avro() { set_format("avro", CopyFormat::kAvro), mapping("AVRO"); }
  void mapping(std::string_view format);
  DateTimeFormat date_time_format();
  std::int64_t count(std::string_view option, std::int64_t most);
  void check();

  void csv() { set_format("csv", CopyFormat::kCsv); }
  void parquet() { set_format("parquet", CopyFormat::kParquet); }
  void fixed_width() {
    set_format("fixedwidth", CopyFormat::kFixedWidth);
    copy_.fixed_width = fixed_width_option(cursor_);
  }
  void quote() { copy_.quote = character_option(cursor_, "QUOTE"); }
  void delimiter() { copy_.delimiter = delimiters_option(cursor_); }
  void gzip() { compression(Compression::kGzip); }
  void zstd() { compression(Compression::kZstd); }
  void bzip2() { compression(Compression::kBzip2); }
  void lzop() { compression(Compression::kLzop); }
  void compression(Compression compression) {
    if (copy_.compression != Compression::kNone) cursor_.fail("conflicting or redundant options: two compressions");
    copy_.compression = compression;
  }
  void null_as() { copy_.null_as = null_string_option(cursor_); }
  void encoding();
  void date_format() { copy_.date_format = date_time_format(); }
  void time_format() { copy_.time_format = date_time_format(); }
  void ignore_header() { copy_.ignore_header = count("IGNOREHEADER", kMaxIgnoreHeader); }
  void max_error() { copy_.max_error = count("MAXERROR", kMaxMaxError); }
  void accept_invalid_characters() {
    copy_.accept_invalid_characters = '?';
    if (cursor_.at("as") || cursor_.peek().kind == TokenKind::kString)
      copy_.accept_invalid_characters = character_option(cursor_, "ACCEPTINVCHARS");
  }
  void region() {
    cursor_.accept("as");
    cursor_.string_literal();
  }
  void compupdate() {
    if (!cursor_.accept("preset")) switch_option(cursor_);
  }
  void statupdate() { switch_option(cursor_); }
  void comprows() { cursor_.integer(); }

  TokenCursor cursor_;
  CopyStatement copy_;
  UsedOptions used_;
};

const CopyParser::Option CopyParser::kOptions[] = {
    {"csv", &CopyParser::csv},
    {"json", &CopyParser::json},
    {"avro", &CopyParser::avro},
    {"parquet", &CopyParser::parquet},
    {"fixedwidth", &CopyParser::fixed_width},
    {"format", &CopyParser::format},
    {"quote", &CopyParser::quote},
    {"delimiter", &CopyParser::delimiter},
    {"gzip", &CopyParser::gzip},
    {"zstd", &CopyParser::zstd},
    {"bzip2", &CopyParser::bzip2},
    {"lzop", &CopyParser::lzop},
    {"null", &CopyParser::null_as},
    {"encoding", &CopyParser::encoding},
    {"dateformat", &CopyParser::date_format},
    {"timeformat", &CopyParser::time_format},
    {"ignoreheader", &CopyParser::ignore_header},
    {"maxerror", &CopyParser::max_error},
    {"acceptinvchars", &CopyParser::accept_invalid_characters},
    {"region", &CopyParser::region},
    {"compupdate", &CopyParser::compupdate},
    {"statupdate", &CopyParser::statupdate},
    {"comprows", &CopyParser::comprows},
};

const CopyParser::Flag CopyParser::kFlags[] = {
    {"manifest", &CopyStatement::manifest},
    {"serializetojson", &CopyStatement::serialize_to_json},
    {"acceptanydate", &CopyStatement::accept_any_date},
    {"blanksasnull", &CopyStatement::blanks_as_null},
    {"emptyasnull", &CopyStatement::empty_as_null},
    {"escape", &CopyStatement::escape},
    {"explicit_ids", &CopyStatement::explicit_ids},
    {"fillrecord", &CopyStatement::fill_record},
    {"ignoreblanklines", &CopyStatement::ignore_blank_lines},
    {"removequotes", &CopyStatement::remove_quotes},
    {"roundec", &CopyStatement::round_decimals},
    {"trimblanks", &CopyStatement::trim_blanks},
    {"truncatecolumns", &CopyStatement::truncate_columns},
    {"ignoreallerrors", &CopyStatement::ignore_all_errors},
    {"noload", &CopyStatement::no_load},
};

/// Options of the real service that this server refuses by name.
constexpr std::string_view kUnsupported[] = {"ssh",       "readratio", "orc",        "shapefile",
                                             "encrypted", "job",       "kms_key_id", "master_symmetric_key"};

struct Conflict {
  std::string_view option;
  std::string_view with;
};
constexpr Conflict kConflicts[] = {
    {"fixedwidth", "delimiter"},
    {"csv", "removequotes"},
    {"csv", "escape"},
    {"fixedwidth", "escape"},
    {"json", "delimiter"},
    {"json", "escape"},
    {"json", "fillrecord"},
    {"json", "null"},
    {"json", "removequotes"},
    {"json", "ignoreblanklines"},
    {"json", "ignoreheader"},
    {"avro", "delimiter"},
    {"avro", "escape"},
    {"avro", "fillrecord"},
    {"avro", "null"},
    {"avro", "removequotes"},
    {"avro", "ignoreblanklines"},
    {"avro", "ignoreheader"},
    {"avro", "encoding"},
    {"maxerror", "ignoreallerrors"},
};

/// What COPY from columnar files takes (Amazon Redshift, "COPY from columnar data formats").
constexpr std::string_view kColumnarOptions[] = {"format",          "parquet",    "manifest",     "region",
                                                 "statupdate",      "compupdate", "explicit_ids", "fillrecord",
                                                 "serializetojson", "noload"};

Result<CopyStatement> CopyParser::parse() {
  cursor_.expect("copy");
  target();
  while (!cursor_.at_end() && option()) {
  }
  if (!cursor_.failed() && !cursor_.at_end()) cursor_.fail();
  if (!cursor_.failed()) check();
  return cursor_.finish(std::move(copy_));
}

void CopyParser::target() {
  if (cursor_.at("job") && cursor_.peek(1).kind == TokenKind::kWord && !cursor_.at("from", 1))
    return cursor_.fail("COPY JOB is not supported by Slipher");
  copy_.table = cursor_.qualified_name();
  if (copy_.table.size() > 3) cursor_.fail("improper qualified name (too many dotted names)");
  if (cursor_.at("(")) copy_.columns = cursor_.name_list();
  cursor_.expect("from");
  copy_.from = cursor_.string_literal();
  for (const std::string_view scheme : {"emr", "dynamodb", "ssh"})
    if (copy_.from.starts_with(std::string(scheme) + "://"))
      cursor_.fail("COPY from " + std::string(scheme) + ":// is not supported by Slipher");
}

bool CopyParser::option() {
  if (authorization_option(cursor_)) return true;
  for (const auto& [name, member] : kFlags) {
    if (!cursor_.accept(name)) continue;
    used_.use(cursor_, name);
    copy_.*member = true;
    return true;
  }
  for (const auto& [name, handler] : kOptions) {
    if (!cursor_.accept(name)) continue;
    used_.use(cursor_, name);
    (this->*handler)();
    return true;
  }
  for (const auto name : kUnsupported)
    if (cursor_.at(name)) cursor_.fail("COPY with " + upper(name) + " is not supported by Slipher");
  return false;
}

void CopyParser::format() {
  cursor_.accept("as");
  for (const std::string_view name : {"csv", "json", "avro", "parquet", "fixedwidth"})
    if (cursor_.at(name)) return;  // the option that comes next
  for (const auto name : kUnsupported)
    if (cursor_.at(name)) return cursor_.fail("COPY with FORMAT " + upper(name) + " is not supported by Slipher");
  cursor_.fail();
}

void CopyParser::set_format(std::string_view name, CopyFormat format) {
  if (copy_.format != CopyFormat::kDelimited)
    cursor_.fail("conflicting or redundant options: " + upper(name) + " follows another data format");
  copy_.format = format;
}

void CopyParser::mapping(std::string_view format) {
  if (!cursor_.accept("as") && cursor_.peek().kind != TokenKind::kString) return;
  const std::string value = cursor_.string_literal();
  const std::string name = lower(value);
  if (name == "auto") {
    copy_.json_mapping = JsonMapping::kAuto;
  } else if (name == "auto ignorecase") {
    copy_.json_mapping = JsonMapping::kAutoIgnoreCase;
  } else if (name == "noshred" && copy_.format == CopyFormat::kJson) {
    copy_.json_mapping = JsonMapping::kNoShred;
  } else if ((value.starts_with("s3://") || value.starts_with("S3://"))) {
    copy_.json_mapping = JsonMapping::kPaths;
    copy_.json_paths = value;
  } else {
    const std::string_view noshred = copy_.format == CopyFormat::kJson ? "'noshred' " : "";
    cursor_.fail(std::string(format) + " must be 'auto', 'auto ignorecase', " + std::string(noshred) +
                 "or the s3:// location of a JSONPaths file");
  }
}

void CopyParser::encoding() {
  cursor_.accept("as");
  std::optional<std::string> value;
  if (cursor_.peek().kind == TokenKind::kString) value = cursor_.string_literal();
  struct Name {
    std::string_view name;
    TextEncoding encoding;
  };
  for (const auto& [name, encoding] :
       {Name{"utf8", TextEncoding::kUtf8}, Name{"utf16", TextEncoding::kUtf16},
        Name{"utf16le", TextEncoding::kUtf16LittleEndian}, Name{"utf16be", TextEncoding::kUtf16BigEndian},
        Name{"iso88591", TextEncoding::kIso88591}}) {
    if (value ? lower(*value) != name : !cursor_.accept(name)) continue;
    copy_.encoding = encoding;
    return;
  }
  cursor_.fail();
}

DateTimeFormat CopyParser::date_time_format() {
  cursor_.accept("as");
  if (cursor_.accept("auto")) return {DateTimeFormat::Kind::kAuto, {}};
  const std::string value = cursor_.string_literal();
  const std::string name = lower(value);
  if (name == "auto") return {DateTimeFormat::Kind::kAuto, {}};
  if (name == "epochsecs") return {DateTimeFormat::Kind::kEpochSeconds, {}};
  if (name == "epochmillisecs") return {DateTimeFormat::Kind::kEpochMilliseconds, {}};
  if (value.empty()) cursor_.fail("DATEFORMAT and TIMEFORMAT must not be empty");
  return {DateTimeFormat::Kind::kPattern, value};
}

std::int64_t CopyParser::count(std::string_view option, std::int64_t most) {
  cursor_.accept("as");
  const auto value = cursor_.integer();
  if (value < 0 || value > most) cursor_.fail(std::string(option) + " must be between 0 and " + std::to_string(most));
  return value;
}

void CopyParser::check() {
  for (const auto& [option, with] : kConflicts)
    if (used_.uses(option) && used_.uses(with))
      return cursor_.fail(upper(option) + " is not compatible with " + upper(with));
  if (copy_.format == CopyFormat::kParquet) {
    for (const auto& used : used_.all())
      if (std::find(std::begin(kColumnarOptions), std::end(kColumnarOptions), used) == std::end(kColumnarOptions))
        return cursor_.fail(upper(used) + " argument is not supported for PARQUET based COPY");
  } else if (copy_.serialize_to_json) {
    return cursor_.fail("SERIALIZETOJSON needs FORMAT PARQUET");
  }
  if (used_.uses("quote") && copy_.format != CopyFormat::kCsv) return cursor_.fail("QUOTE needs CSV");
  if (copy_.format == CopyFormat::kCsv && !used_.uses("delimiter")) copy_.delimiter = ",";
  if (copy_.format == CopyFormat::kCsv && copy_.delimiter.find(copy_.quote) != std::string::npos)
    return cursor_.fail("DELIMITER and QUOTE must differ");
  if (copy_.empty_as_null && copy_.null_as && copy_.null_as->empty())
    return cursor_.fail("EMPTYASNULL is not compatible with NULL AS ''");
  if (copy_.encoding != TextEncoding::kUtf8 && copy_.encoding != TextEncoding::kIso88591 &&
      copy_.format == CopyFormat::kFixedWidth)
    return cursor_.fail("ENCODING UTF16 is not compatible with FIXEDWIDTH");
  if (copy_.json_mapping == JsonMapping::kNoShred && copy_.columns.size() > 1)
    return cursor_.fail("JSON 'noshred' loads one SUPER column");
}

}  // namespace

Result<CopyStatement> parse_copy(std::string_view text) { return CopyParser(text).parse(); }

}  // namespace slipher::sql

#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace slipher::sql {

/// One statement of a text that may hold several.
struct Piece {
  std::string_view text;  // without the semicolon and surrounding blanks
  std::size_t offset;     // of `text` in the whole
};

/// Cuts a text at its semicolons; strings, quoted identifiers, comments, dollar quotes and procedure bodies stay whole.
/// Pieces with nothing but blanks and comments are dropped. An unterminated string, comment or dollar quote runs to
/// the end of the text and is left for the parser to report.
std::vector<Piece> split(std::string_view text);

/// What a statement does, as far as its scheduling and recovery care.
enum class Effect {
  kRead,   // SELECT, SHOW, EXPLAIN ...: nothing changes; may be run again after a crash
  kWrite,  // DML, DDL, COPY, UNLOAD, CALL ...
  kBegin,
  kCommit,
  kRollback,
  kSession,  // SET, RESET, PREPARE, DECLARE ...: changes the session only
};

struct StatementClass {
  Effect effect = Effect::kWrite;
  /// VACUUM, CREATE DATABASE ...: "ERROR: VACUUM cannot run inside a transaction block".
  bool outside_transaction = false;
  /// The command's name in capitals, as in that text: "VACUUM", "CREATE DATABASE", "SELECT".
  std::string_view command;
};

/// Classifies one piece by its leading words (WITH is looked through; SELECT ... INTO writes).
StatementClass classify(std::string_view piece);

}  // namespace slipher::sql

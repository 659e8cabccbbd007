#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sql/parameters.h"

namespace slipher::sql {

/// A query, DML statement or expression in a spelling that the engine's parser reads with Redshift's meaning.
struct Normalized {
  std::string text;
  /// Pairs of offsets (in `text`, in the original), rising in the first.
  std::vector<std::pair<std::size_t, std::size_t>> anchors;

  /// The place in the original that a place in `text` came from, to the token.
  std::size_t original_offset(std::size_t offset) const;
};

/// How the name of a function begins that the engine's parser must not know; behind it stands the name as written.
inline constexpr std::string_view kHiddenFunction = "rs_word_";

/// Rewrites Redshift spellings that DuckDB's parser does not take, or takes with another meaning. Works on tokens; what
/// needs types (functions by name, operators, result names) is left to the engine's tree rewriting. Parameters become
/// $1 ... $n (number = index + 1). Fails with kSql for what cannot be said to the engine, with its position.
///
/// Types come out as engine_spelling() in column_type.h has them. Date parts (DATEADD(month, ...), EXTRACT(dow FROM x))
/// come out as string literals with canonical names: 'month'.
Result<Normalized> normalize(std::string_view text, const std::vector<Parameter>& parameters = {});

}  // namespace slipher::sql

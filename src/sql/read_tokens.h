#pragma once
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sql/parameters.h"
#include "sql/token_list.h"

namespace slipher::sql {

/// The first step of normalize(), which looks at a few tokens at a time: strings without escapes, names folded and
/// quoted where the engine needs it, types in the engine's spelling, typed and interval literals, date parts as
/// strings, CONVERT as CAST, parameters as $n, values without parentheses (SYSDATE) as calls. Brackets know their
/// partners.
Result<TokenList> read_tokens(std::string_view text, const std::vector<Parameter>& parameters);

}  // namespace slipher::sql

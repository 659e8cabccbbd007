#pragma once
#include <span>
#include <string>
#include <string_view>

#include "sql/token_cursor.h"

namespace slipher::sql {

/// How a construct of Redshift's SQL fares here.
enum class Verdict {
  kExact,          // as on the real service
  kDiffers,        // it works; the note says what is different
  kWithoutEffect,  // accepted, and kept where a catalog shows it; it changes nothing else
  kNotSupported,   // fails with "<name> is not supported by Slipher"
};

/// One row of the SQL part of docs/compatibility.md. Every refusal and every known difference has one.
struct Construct {
  /// As users write it, and as its refusal names it: "CREATE LIBRARY".
  std::string_view name;
  Verdict verdict = Verdict::kExact;
  /// One line: how it differs, why it is refused, what to use in its place.
  std::string_view note = {};
  /// For statements that are refused as soon as they are recognised: their leading words in lower case, "*" standing
  /// for one name. OR REPLACE behind CREATE is not counted. Empty: the code that meets the construct refuses it, by
  /// not_supported(name).
  std::string_view words = {};
  /// For statements on a kind of object that nobody can make here: the kind. The name behind `words` then does not
  /// exist, which IF EXISTS makes a success. The verdict is kDiffers.
  std::string_view absent = {};
};

/// Rows that belong together, with the heading over them.
struct ConstructFamily {
  std::string_view title;
  std::span<const Construct> rows;
};

/// Every family, in the page's order.
std::span<const ConstructFamily> construct_families();

/// The row of a construct, or nullptr.
const Construct* find_construct(std::string_view name);

/// The row that answers for the statement that `cursor` stands at the beginning of, and how many tokens its words took.
struct FoundConstruct {
  const Construct* row = nullptr;  // nullptr: none
  std::size_t tokens = 0;
};
FoundConstruct find_by_words(const TokenCursor& cursor);

/// The SQL part of docs/compatibility.md, from its first heading to the end of the page.
std::string compatibility_markdown();

}  // namespace slipher::sql

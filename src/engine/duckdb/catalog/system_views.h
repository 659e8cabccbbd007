#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types.h"

namespace slipher::engine {

/// A view of Redshift's system catalog: one row of a family's table (families.h).
struct SystemView {
  /// pg_catalog, information_schema; or kFacts for what only other views' queries use.
  std::string_view schema;
  std::string_view name;
  /// Redshift's columns in its order: "userid int4, label char(320), starttime timestamp". One with "hidden" behind its
  /// type can be named, but * does not show it: the oid of pg_class and its like.
  std::string_view columns;
  /// SELECT over the facts (expand_view.h tells what it may name), each item named as a column of the view; columns
  /// that it lacks are NULL. Empty: the view has no rows, because what it tells of does not exist here.
  std::string_view query = {};
  std::string_view doc = {};
};

inline constexpr std::string_view kFacts = "facts";

struct SystemColumn {
  std::string name;
  std::string type;  // as DuckDB's parser takes it: rs_char(320)
  Column column;     // as catalog views show it
  bool hidden = false;
};

/// All of them, by family.
std::vector<const SystemView*> system_views();

/// nullptr when there is none. An empty schema means pg_catalog, where unqualified names are looked up. Lower case.
const SystemView* find_system_view(std::string_view schema, std::string_view name);

/// The columns of a view, read once. Throws std::logic_error for a definition that cannot be read.
const std::vector<SystemColumn>& columns_of(const SystemView& view);

bool is_system_schema(std::string_view schema);

}  // namespace slipher::engine

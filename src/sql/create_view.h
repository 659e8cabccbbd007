#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sql/create_table.h"

namespace slipher::sql {

/// CREATE [OR REPLACE] VIEW name [(columns)] AS query [WITH NO SCHEMA BINDING].
struct CreateView {
  QualifiedName name;
  bool or_replace = false;
  bool temporary = false;
  bool if_not_exists = false;
  std::vector<std::string> columns;
  Span query;
  /// WITH NO SCHEMA BINDING: what the query names is looked up when the view is used.
  bool late_binding = false;
};

/// CREATE MATERIALIZED VIEW name [BACKUP ..] [attributes] [AUTO REFRESH YES|NO] AS query.
struct CreateMaterializedView {
  QualifiedName name;
  std::vector<std::string> columns;
  TableAttributes attributes;
  bool auto_refresh = false;
  Span query;
};

struct RefreshMaterializedView {
  QualifiedName name;
  bool cascade = false;
};

/// ALTER MATERIALIZED VIEW name AUTO REFRESH YES|NO.
struct AlterMaterializedView {
  QualifiedName name;
  bool auto_refresh = false;
};

}  // namespace slipher::sql

#pragma once
#include <string>
#include <variant>
#include <vector>

#include "sql/create_table.h"

namespace slipher::sql {

struct AddColumn {
  ColumnDefinition column;
  bool if_not_exists = false;
};
struct DropColumn {
  std::string column;
  bool if_exists = false;
  bool cascade = false;
};
struct RenameColumn {
  std::string from;
  std::string to;
};
struct RenameTable {
  std::string to;
};
struct AddConstraint {
  TableConstraint constraint;
};
struct DropConstraint {
  std::string name;
  bool cascade = false;
};
/// ALTER DISTSTYLE, ALTER DISTKEY c, ALTER DISTSTYLE KEY DISTKEY c.
struct AlterDistribution {
  DistributionStyle style = DistributionStyle::kUnset;
  std::string key;
};
/// ALTER [COMPOUND] SORTKEY (c, ...), ALTER SORTKEY AUTO | NONE.
struct AlterSortKey {
  SortKeyStyle style = SortKeyStyle::kNone;
  std::vector<std::string> keys;
};
/// ALTER ENCODE AUTO (column empty), ALTER COLUMN c ENCODE e.
struct AlterEncoding {
  std::string column;
  std::string encoding;
};
struct AlterColumnType {
  std::string column;
  ColumnType type;
};
/// ALTER COLUMN c SET DEFAULT e | DROP DEFAULT | SET NOT NULL | DROP NOT NULL.
struct AlterColumnProperty {
  enum class Kind { kSetDefault, kDropDefault, kSetNotNull, kDropNotNull };
  std::string column;
  Kind kind = Kind::kSetDefault;
  Span default_value;
};
struct ChangeOwner {
  std::string owner;
};
struct SetSchema {
  std::string schema;
};
/// APPEND FROM table: moves the rows.
struct AppendFrom {
  QualifiedName table;
  bool ignore_extra = false;
  bool fill_target = false;
};

using AlterTableAction =
    std::variant<AddColumn, DropColumn, RenameColumn, RenameTable, AddConstraint, DropConstraint, AlterDistribution,
                 AlterSortKey, AlterEncoding, AlterColumnType, AlterColumnProperty, ChangeOwner, SetSchema, AppendFrom>;

/// ALTER TABLE name action [, action ...]. Redshift takes several only for DISTSTYLE, SORTKEY and ENCODE.
struct AlterTable {
  QualifiedName name;
  std::vector<AlterTableAction> actions;
};

}  // namespace slipher::sql

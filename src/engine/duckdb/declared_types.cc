#include "engine/duckdb/declared_types.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "duckdb/catalog/catalog.hpp"
#include "duckdb/common/extension_type_info.hpp"
#include "duckdb/function/cast/cast_function_set.hpp"
#include "duckdb/function/cast/default_casts.hpp"
#include "duckdb/main/config.hpp"
#include "duckdb/parser/parsed_data/create_type_info.hpp"
#include "engine/duckdb/load/json_cursor.h"

namespace slipher::engine {
namespace {

using ::duckdb::LogicalType;
using ::duckdb::LogicalTypeId;

struct Declaration {
  const char* name;
  DeclaredKind kind;
  LogicalTypeId storage;
  int bytes_default;  // 0 = takes no length
  int bytes_max;
};

constexpr std::array kDeclarations = {
    Declaration{"rs_varchar", DeclaredKind::kVarchar, LogicalTypeId::VARCHAR, kVarcharDefaultBytes, kVarcharMaxBytes},
    Declaration{"rs_char", DeclaredKind::kChar, LogicalTypeId::VARCHAR, 1, kCharMaxBytes},
    Declaration{"rs_super", DeclaredKind::kSuper, LogicalTypeId::VARCHAR, 0, 0},
    Declaration{"rs_varbyte", DeclaredKind::kVarbyte, LogicalTypeId::BLOB, kVarbyteDefaultBytes, kVarbyteMaxBytes},
    Declaration{"rs_interval_y2m", DeclaredKind::kIntervalYearToMonth, LogicalTypeId::INTERVAL, 0, 0},
    Declaration{"rs_name", DeclaredKind::kName, LogicalTypeId::VARCHAR, 0, 0},
    Declaration{"rs_oid", DeclaredKind::kOid, LogicalTypeId::BIGINT, 0, 0},
    Declaration{"rs_geometry", DeclaredKind::kGeometry, LogicalTypeId::VARCHAR, 0, 0},
    Declaration{"rs_hllsketch", DeclaredKind::kHllsketch, LogicalTypeId::VARCHAR, 0, 0},
};

const Declaration* find(std::string_view name) {
  for (const auto& declaration : kDeclarations) {
    if (name == declaration.name) return &declaration;
  }
  return nullptr;
}

const Declaration& find(DeclaredKind kind) {
  for (const auto& declaration : kDeclarations) {
    if (declaration.kind == kind) return declaration;
  }
  return kDeclarations.front();
}

bool takes_collation(const Declaration& declaration) {
  return declaration.kind == DeclaredKind::kVarchar || declaration.kind == DeclaredKind::kChar;
}

LogicalType make(const Declaration& declaration, int bytes, bool ignores_case = false) {
  LogicalType type = ignores_case ? LogicalType::VARCHAR_COLLATION("nocase") : LogicalType(declaration.storage);
  type.SetAlias(declaration.name);
  if (bytes > 0) {
    auto info = ::duckdb::make_uniq<::duckdb::ExtensionTypeInfo>();
    info->modifiers.emplace_back(::duckdb::Value::INTEGER(bytes));
    // DuckDB's equality of types does not look at collations, but at these.
    if (ignores_case) info->modifiers.emplace_back(::duckdb::Value::INTEGER(1));
    type.SetExtensionInfo(std::move(info));
  }
  return type;
}

// One bind function per declaration: DuckDB hands it the modifiers, not the name.
template <std::size_t I>
LogicalType bind_modifiers(const ::duckdb::BindLogicalTypeInput& input) {
  constexpr auto declaration = kDeclarations[I];
  if (declaration.bytes_default == 0) {
    if (!input.modifiers.empty()) throw ::duckdb::BinderException("type \"%s\" takes no length", declaration.name);
    return make(declaration, 0);
  }
  if (input.modifiers.empty()) return make(declaration, declaration.bytes_default);
  const auto bytes = input.modifiers[0].DefaultCastAs(LogicalType::INTEGER).GetValue<int32_t>();
  const auto* shown = declaration.kind == DeclaredKind::kChar      ? "char"
                      : declaration.kind == DeclaredKind::kVarbyte ? "varbyte"
                                                                   : "varchar";
  if (bytes < 1) throw ::duckdb::BinderException("length for type %s must be at least 1", shown);
  if (bytes > declaration.bytes_max)
    throw ::duckdb::BinderException("length for type %s cannot exceed %d", shown, declaration.bytes_max);
  const bool ignores_case = takes_collation(declaration) && input.modifiers.size() > 1;
  return make(declaration, bytes, ignores_case);
}

template <std::size_t... I>
void create_types(::duckdb::Catalog& catalog, ::duckdb::ClientContext& context, std::index_sequence<I...>) {
  const auto create = [&](const Declaration& declaration, ::duckdb::bind_logical_type_function_t bind) {
    ::duckdb::CreateTypeInfo info(declaration.name, make(declaration, 0), bind);
    info.internal = true;
    info.temporary = true;
    catalog.CreateType(context, info);
  };
  (create(kDeclarations[I], bind_modifiers<I>), ...);
}

bool text_to_super(::duckdb::Vector& source, ::duckdb::Vector& result, ::duckdb::idx_t count,
                   ::duckdb::CastParameters&) {
  ::duckdb::UnaryExecutor::Execute<::duckdb::string_t, ::duckdb::string_t>(
      source, result, count, [&](::duckdb::string_t text) {
        std::string json;
        append_json_string({text.GetData(), text.GetSize()}, json);
        return ::duckdb::StringVector::AddString(result, json);
      });
  return true;
}

// Binds a cast that changes the type's name only.
::duckdb::BoundCastInfo rename_only(::duckdb::BindCastInput&, const LogicalType&, const LogicalType&) {
  return ::duckdb::BoundCastInfo(::duckdb::DefaultCasts::ReinterpretCast);
}

}  // namespace

LogicalType varchar_type(int bytes, bool ignores_case) {
  return make(find(DeclaredKind::kVarchar), bytes, ignores_case);
}
LogicalType char_type(int bytes) { return make(find(DeclaredKind::kChar), bytes); }
LogicalType super_type() { return make(find(DeclaredKind::kSuper), 0); }
LogicalType varbyte_type(int bytes) { return make(find(DeclaredKind::kVarbyte), bytes); }
LogicalType interval_year_to_month_type() { return make(find(DeclaredKind::kIntervalYearToMonth), 0); }
LogicalType name_type() { return make(find(DeclaredKind::kName), 0); }
LogicalType oid_type() { return make(find(DeclaredKind::kOid), 0); }
LogicalType geometry_type() { return make(find(DeclaredKind::kGeometry), 0); }
LogicalType hllsketch_type() { return make(find(DeclaredKind::kHllsketch), 0); }

DeclaredType declared_type(const LogicalType& type) {
  if (!type.HasAlias()) return {};
  const auto* declaration = find(std::string_view(type.GetAlias()));
  if (!declaration) return {};
  DeclaredType out{declaration->kind, 0};
  if (type.HasExtensionInfo() && !type.GetExtensionInfo()->modifiers.empty()) {
    out.bytes = type.GetExtensionInfo()->modifiers[0].value.GetValue<int32_t>();
    out.ignores_case = takes_collation(*declaration) && type.GetExtensionInfo()->modifiers.size() > 1;
  }
  return out;
}

void register_declared_types(::duckdb::DatabaseInstance& database) {
  ::duckdb::Connection connection(database);
  connection.BeginTransaction();
  create_types(::duckdb::Catalog::GetSystemCatalog(database), *connection.context,
               std::make_index_sequence<kDeclarations.size()>());
  connection.Commit();

  auto& casts = ::duckdb::DBConfig::GetConfig(database).GetCastFunctions();
  for (const auto& declaration : kDeclarations) {
    const auto declared = make(declaration, 0);
    const LogicalType plain(declaration.storage);
    if (declaration.kind == DeclaredKind::kSuper) {
      casts.RegisterCastFunction(plain, declared, text_to_super, 100);
    } else {
      casts.RegisterCastFunction(plain, declared, rename_only, 1);
    }
    // What a SUPER value says as a text is register_super_casts()'s.
    if (declaration.kind != DeclaredKind::kSuper)
      casts.RegisterCastFunction(declared, plain, ::duckdb::DefaultCasts::ReinterpretCast, 0);
    casts.RegisterCastFunction(declared, declared, rename_only, 1);
  }
  const auto varchar = make(find(DeclaredKind::kVarchar), 0);
  const auto chars = make(find(DeclaredKind::kChar), 0);
  casts.RegisterCastFunction(chars, varchar, rename_only, 1);
  casts.RegisterCastFunction(varchar, chars, rename_only, 2);
  for (const auto& text : {varchar, chars}) casts.RegisterCastFunction(text, super_type(), text_to_super, 100);
}

}  // namespace slipher::engine

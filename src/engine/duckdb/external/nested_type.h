#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "duckdb.hpp"

namespace slipher::engine {

// The types of nested columns of external tables are texts in lower case and without blanks: array<type>,
// map<key,value>, struct<name:type,...>.

/// What is between < and > of a type of that kind ("array", "map", "struct"); empty for every other type.
std::string_view inside_type(std::string_view type, std::string_view kind);
/// "a:int,b:map<int,int>" -> "a:int" and "b:map<int,int>".
std::vector<std::string_view> split_types(std::string_view list);
/// The type of a struct's member, whatever its name's case; "" where there is none.
std::string_view member_type(std::string_view type, std::string_view name);
/// The type of the values that FROM table.column ranges over: a map is an array of struct<key:...,value:...>. "" for
/// what is neither.
std::string element_type(std::string_view type);
/// The type that the engine casts a scalar to; nothing for types that are nested, or none of Redshift's.
std::optional<::duckdb::LogicalType> scalar_type(std::string_view type);

}  // namespace slipher::engine

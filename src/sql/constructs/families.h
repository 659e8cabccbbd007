#pragma once
#include <span>

#include "sql/constructs/construct.h"

namespace slipher::sql {

// One function per file of rows; construct.cc lists them in the page's order.
std::span<const Construct> query_constructs();
std::span<const Construct> value_constructs();
std::span<const Construct> table_constructs();
std::span<const Construct> view_constructs();
std::span<const Construct> namespace_constructs();
std::span<const Construct> change_constructs();
std::span<const Construct> session_constructs();
std::span<const Construct> routine_constructs();
std::span<const Construct> user_constructs();
std::span<const Construct> file_constructs();
std::span<const Construct> external_constructs();
std::span<const Construct> catalog_constructs();
std::span<const Construct> service_constructs();

}  // namespace slipher::sql

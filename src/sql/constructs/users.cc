#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE USER", kNotSupported, {}, "create user"},
    {"ALTER USER", kNotSupported, {}, "alter user"},
    {"DROP USER", kNotSupported, {}, "drop user"},
    {"CREATE GROUP", kNotSupported, {}, "create group"},
    {"ALTER GROUP", kNotSupported, {}, "alter group"},
    {"DROP GROUP", kNotSupported, {}, "drop group"},
    {"CREATE ROLE", kNotSupported, {}, "create role"},
    {"ALTER ROLE", kNotSupported, {}, "alter role"},
    {"DROP ROLE", kNotSupported, {}, "drop role"},
    {"GRANT", kNotSupported, {}, "grant"},
    {"REVOKE", kNotSupported, {}, "revoke"},
    {"ALTER DEFAULT PRIVILEGES", kNotSupported, {}, "alter default privileges"},
    {"ALTER SYSTEM", kNotSupported, {}, "alter system"},
    {"SHOW GRANTS", kNotSupported, {}, "show grants"},
    {"SHOW COLUMN GRANTS", kNotSupported, {}, "show column grants"},
    {"CREATE IDENTITY PROVIDER", kNotSupported, {}, "create identity provider"},
    {"ALTER IDENTITY PROVIDER", kNotSupported, {}, "alter identity provider"},
    {"DROP IDENTITY PROVIDER", kNotSupported, {}, "drop identity provider"},
    {"DESC IDENTITY PROVIDER", kNotSupported, {}, "desc identity provider"},
    {"CREATE RLS POLICY", kNotSupported, "row level security", "create rls policy"},
    {"ALTER RLS POLICY", kNotSupported, "row level security", "alter rls policy"},
    {"DROP RLS POLICY", kNotSupported, "row level security", "drop rls policy"},
    {"ATTACH RLS POLICY", kNotSupported, "row level security", "attach rls policy"},
    {"DETACH RLS POLICY", kNotSupported, "row level security", "detach rls policy"},
    {"SHOW RLS POLICIES", kNotSupported, "row level security", "show rls"},
    {"CREATE MASKING POLICY", kNotSupported, "dynamic data masking", "create masking policy"},
    {"ALTER MASKING POLICY", kNotSupported, "dynamic data masking", "alter masking policy"},
    {"DROP MASKING POLICY", kNotSupported, "dynamic data masking", "drop masking policy"},
    {"ATTACH MASKING POLICY", kNotSupported, "dynamic data masking", "attach masking policy"},
    {"DETACH MASKING POLICY", kNotSupported, "dynamic data masking", "detach masking policy"},
    {"SHOW MASKING POLICIES", kNotSupported, "dynamic data masking", "show masking"},
    {"SHOW POLICIES", kNotSupported, {}, "show policies"},
    {"EXPLAIN RLS, EXPLAIN MASKING", kNotSupported, "privileges of row level security and masking"},
};

}  // namespace

std::span<const Construct> user_constructs() { return kRows; }

}  // namespace slipher::sql

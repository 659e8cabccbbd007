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
    {"ALTER IDENTITY PROVIDER", kDiffers, "there are no identity providers: the named one does not exist",
     "alter identity provider", "identity provider"},
    {"DROP IDENTITY PROVIDER", kDiffers, "there are no identity providers: the named one does not exist",
     "drop identity provider", "identity provider"},
    {"DESC IDENTITY PROVIDER", kDiffers, "there are no identity providers: the named one does not exist",
     "desc identity provider", "identity provider"},
    {"CREATE RLS POLICY", kNotSupported, "row level security", "create rls policy"},
    {"ALTER RLS POLICY", kDiffers, "there are no policies: the named one does not exist", "alter rls policy",
     "RLS policy"},
    {"DROP RLS POLICY", kDiffers, "there are no policies: the named one does not exist", "drop rls policy",
     "RLS policy"},
    {"ATTACH RLS POLICY", kDiffers, "there are no policies: the named one does not exist", "attach rls policy",
     "RLS policy"},
    {"DETACH RLS POLICY", kDiffers, "there are no policies: the named one does not exist", "detach rls policy",
     "RLS policy"},
    {"SHOW RLS POLICIES", kNotSupported, "row level security", "show rls"},
    {"CREATE MASKING POLICY", kNotSupported, "dynamic data masking", "create masking policy"},
    {"ALTER MASKING POLICY", kDiffers, "there are no policies: the named one does not exist", "alter masking policy",
     "masking policy"},
    {"DROP MASKING POLICY", kDiffers, "there are no policies: the named one does not exist", "drop masking policy",
     "masking policy"},
    {"ATTACH MASKING POLICY", kDiffers, "there are no policies: the named one does not exist", "attach masking policy",
     "masking policy"},
    {"DETACH MASKING POLICY", kDiffers, "there are no policies: the named one does not exist", "detach masking policy",
     "masking policy"},
    {"SHOW MASKING POLICIES", kNotSupported, "dynamic data masking", "show masking"},
    {"SHOW POLICIES", kNotSupported, {}, "show policies"},
    {"EXPLAIN RLS, EXPLAIN MASKING", kNotSupported, "privileges of row level security and masking"},
};

}  // namespace

std::span<const Construct> user_constructs() { return kRows; }

}  // namespace slipher::sql

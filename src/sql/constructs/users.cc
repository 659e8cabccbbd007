#include "sql/constructs/families.h"

namespace slipher::sql {
namespace {

using enum Verdict;

constexpr Construct kRows[] = {
    {"CREATE USER, ALTER USER, DROP USER", kDiffers,
     "passwords, VALID UNTIL, CONNECTION LIMIT, SESSION TIMEOUT, SYSLOG ACCESS and SET are kept and shown; nobody logs "
     "in "
     "with them"},
    {"a user who was never created", kDiffers, "acts as a superuser: programs need no set-up"},
    {"ALTER USER RENAME of an owner of objects in another database", kNotSupported},
    {"CREATE GROUP, ALTER GROUP, DROP GROUP", kExact},
    {"CREATE ROLE, ALTER ROLE, DROP ROLE", kExact, "system privileges and roles of roles too"},
    {"GRANT, REVOKE", kDiffers,
     "enforced on tables, views, columns, schemas, databases and routines; REVOKE takes what its user gave, and with "
     "CASCADE what was passed on, which without it is an error; of databases and roles it takes the grant whoever gave "
     "it"},
    {"GRANT of SELECT on columns of a view", kWithoutEffect, "of a table it is enforced"},
    {"GRANT of USAGE ON LANGUAGE, USAGE ON DATABASE, ASSUMEROLE, FOR COPY JOBS", kWithoutEffect, "kept and shown"},
    {"GRANT on objects of another database", kNotSupported, "connect to it; GRANT ON DATABASE works from everywhere"},
    {"privileges in an open transaction", kDiffers, "are those that held when it began, and what it changed itself"},
    {"ListTables, DescribeTable, SHOW", kDiffers, "list what the user may not read, too"},
    {"GRANT ON DATASHARE", kNotSupported},
    {"GRANT ON MODEL", kNotSupported},
    {"GRANT ON TEMPLATE", kNotSupported},
    {"GRANT ON COPY JOB", kNotSupported},
    {"GRANT ON INTEGRATION", kNotSupported},
    {"GRANT ON CATALOG", kNotSupported},
    {"GRANT ON EXTERNAL OBJECTS", kNotSupported},
    {"GRANT CREATE MODEL", kNotSupported},
    {"GRANT TO RLS POLICY", kNotSupported, "row level security"},
    {"GRANT TO MASKING POLICY", kNotSupported, "dynamic data masking"},
    {"GRANT TO NAMESPACE", kNotSupported, "data sharing"},
    {"GRANT TO ACCOUNT", kNotSupported, "data sharing"},
    {"REVOKE ON DATASHARE", kNotSupported},
    {"REVOKE ON MODEL", kNotSupported},
    {"REVOKE ON TEMPLATE", kNotSupported},
    {"REVOKE ON COPY JOB", kNotSupported},
    {"REVOKE ON INTEGRATION", kNotSupported},
    {"REVOKE ON CATALOG", kNotSupported},
    {"REVOKE ON EXTERNAL OBJECTS", kNotSupported},
    {"ALTER DEFAULT PRIVILEGES", kExact},
    {"ALTER SYSTEM", kNotSupported, {}, "alter system"},
    {"SHOW GRANTS, SHOW COLUMN GRANTS", kExact},
    {"SHOW GRANTS ON DATASHARE", kNotSupported},
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

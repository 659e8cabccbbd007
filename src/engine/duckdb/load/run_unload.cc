#include "engine/duckdb/errors.h"
#include "engine/duckdb/load/load.h"

namespace slipher::engine {

Result<std::int64_t> run_unload(SessionContext&, const sql::UnloadStatement&) { return sql_failure("UNLOAD is not supported by Slipher"); }

}  // namespace slipher::engine

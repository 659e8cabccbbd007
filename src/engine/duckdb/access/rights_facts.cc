#include "engine/duckdb/access/rights_facts.h"

#include "engine/duckdb/access/acting.h"

namespace slipher::engine {

::duckdb::shared_ptr<RightsFacts> RightsFacts::of(::duckdb::ClientContext& context) {
  return context.registered_state->GetOrCreate<RightsFacts>("slipher_rights_facts");
}

Result<void> load_rights_facts(Session& session) {
  const auto facts = RightsFacts::of(*session.connection().context);
  if (facts->book) return {};
  auto principals = principals_of(session);
  if (!principals) return principals.error();
  auto book = read_rights(session, session.context().database, {});
  if (!book) return book.error();
  facts->principals = *std::move(principals);
  facts->book = std::make_shared<RightsBook>(*std::move(book));
  facts->database = session.context().database;
  return {};
}

void forget_rights_facts(Session& session) {
  const auto facts = RightsFacts::of(*session.connection().context);
  facts->book.reset();
  facts->principals.reset();
}

}  // namespace slipher::engine

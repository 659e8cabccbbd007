#include "api/redshift_data/catalog_look_up.h"

namespace slipher::api::redshift_data {

void on_warehouse(Services& services, const Caller& caller, const LookUp& look_up,
                  std::function<void(engine::Warehouse&)> work, std::function<void(const Error&)> fail) {
  TargetMembers members = look_up.target;
  if (look_up.connected_database) members.database = look_up.connected_database;
  const auto target = resolve_target(services, caller, members);
  if (!target) return fail(target.error());
  const auto queued = services.statements.run_on_warehouse(
      target->warehouse, [work = std::move(work), fail](Result<std::shared_ptr<engine::Warehouse>> warehouse) {
        if (!warehouse) return fail(warehouse.error());
        work(**warehouse);
      });
  if (!queued) fail(queued.error());
}

Result<PageRange> page_of(std::string_view token_key, const LookUp& look_up, std::size_t count) {
  const std::int32_t asked = look_up.max_results.value_or(0);
  std::vector<std::optional<std::string>> scope = look_up.scope;
  const TargetMembers& target = look_up.target;
  scope.insert(scope.end(), {target.cluster_identifier, target.workgroup_name, target.database});
  return cut_page(PageTokens(token_key, std::move(scope)), look_up.next_token, count,
                  asked > 0 ? static_cast<std::size_t>(asked) : look_up.default_page_size);
}

}  // namespace slipher::api::redshift_data

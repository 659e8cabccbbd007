#pragma once
#include <functional>
#include <utility>

#include "api/operation.h"
#include "api/paging.h"
#include "api/redshift_data/structures.h"
#include "api/redshift_data/target.h"

/// What the four operations share that look into a database: credentials, a runner thread, paging.
namespace slipher::api::redshift_data {

inline constexpr std::array kCatalogErrors{ErrorCode::kValidation, ErrorCode::kResourceNotFound,
                                           ErrorCode::kQueryTimeout, ErrorCode::kInternal,
                                           ErrorCode::kDatabaseConnection};

/// Elements of a page when MaxResults is absent or 0.
inline constexpr std::size_t kCatalogPageSize = 1000;
inline constexpr std::size_t kColumnPageSize = 500;

/// One look-up: who asks where, and which page of the answer.
struct LookUp {
  TargetMembers target;
  std::optional<std::string> connected_database;
  std::optional<std::string> next_token;
  std::optional<std::int32_t> max_results;
  std::size_t default_page_size = kCatalogPageSize;
  /// Operation and filters, to which the token is bound beside the caller.
  std::vector<std::optional<std::string>> scope;
};

/// Checks target and credentials, then calls `work` with the warehouse on a runner thread. `fail` gets every refusal.
void on_warehouse(Services& services, const Caller& caller, const LookUp& look_up,
                  std::function<void(engine::Warehouse&)> work, std::function<void(const Error&)> fail);

/// The page of a list of `count` elements that the look-up asks for.
Result<PageRange> page_of(std::string_view token_key, const LookUp& look_up, std::size_t count);

/// Runs a look-up that gives a list. `list(warehouse)` gives Result<std::vector<Element>>;
/// `answer(elements of the page, next token)` makes the response.
template <class Response, class List, class Answer>
void look_up(Services& services, const Caller& caller, LookUp request, List list, Answer answer,
             Completion<Response> done) {
  request.scope.push_back(caller.principal.arn);
  const auto run = [request, list = std::move(list), answer = std::move(answer), done,
                    key = services.token_key](engine::Warehouse& warehouse) {
    auto elements = list(warehouse);
    if (!elements) return done(elements.error());
    const auto range = page_of(key, request, elements->size());
    if (!range) return done(range.error());
    elements->erase(elements->begin() + static_cast<std::ptrdiff_t>(range->last), elements->end());
    elements->erase(elements->begin(), elements->begin() + static_cast<std::ptrdiff_t>(range->first));
    done(answer(std::move(*elements), range->next_token));
  };
  on_warehouse(services, caller, request, run, [done](const Error& error) { done(error); });
}

}  // namespace slipher::api::redshift_data

#pragma once
#include "api/operation.h"

namespace slipher::api {

/// A service's operations as one list of types: its table of contents, for the front door, the printed model and tests.
template <Operation... Ops>
struct OperationList {
  static constexpr std::span<const OperationInfo> table = operations_v<Ops...>;

  /// Calls visit.operator()<Op>() for each.
  template <class Visit>
  static void for_each(Visit visit) {
    (visit.template operator()<Ops>(), ...);
  }
};

}  // namespace slipher::api

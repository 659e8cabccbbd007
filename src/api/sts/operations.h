#pragma once
#include "api/operation_list.h"
#include "api/sts/get_caller_identity.h"

namespace slipher::api::sts {

/// AWS Security Token Service, as far as it is served. One operation, one line.
using Operations = OperationList<GetCallerIdentity>;

inline constexpr ServiceInfo kService{.name = "STS",
                                      .signing_name = "sts",
                                      .title = "AWS Security Token Service",
                                      .protocol = Protocol::kQuery,
                                      .pattern_style = wire::PatternStyle::kConstraint,
                                      .api_version = "2011-06-15",
                                      .xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/",
                                      .operations = Operations::table};

}  // namespace slipher::api::sts

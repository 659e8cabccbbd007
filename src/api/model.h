#pragma once
#include <string>

namespace slipher::api {

/// The declared API as JSON: services, operations, members with their constraints, errors. `slipher model` prints it.
std::string model_json();

/// The same as a page for readers: docs/api.md.
std::string model_markdown();

}  // namespace slipher::api

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace slipher::sql {

/// A named value of the request: SqlParameter on the wire. The engine types it as it would an untyped literal.
struct Parameter {
  std::string name;
  std::string value;
};

/// A :name in a text that stands for parameters[index].
struct Placeholder {
  std::size_t offset;  // of the ':'
  std::size_t length;  // with the ':'
  std::size_t index;
};

/// The placeholders of `text`, in order. Only names in `parameters` count; strings, quoted identifiers, comments,
/// dollar quotes, :: and := are left alone (Data API guide, "Parameterizing SQL statements").
std::vector<Placeholder> find_placeholders(std::string_view text, const std::vector<Parameter>& parameters);

/// Fails with kValidation "Parameters list contains unused parameters. Unused parameters: [a, b]" unless every
/// parameter appears in at least one of `texts`; also names a parameter that is given twice.
Result<void> check_parameters(const std::vector<std::string>& texts, const std::vector<Parameter>& parameters);

}  // namespace slipher::sql

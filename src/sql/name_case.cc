#include "sql/name_case.h"

namespace slipher::sql {
namespace {

thread_local NameCase current;

}  // namespace

NameCase name_case() { return current; }

NameCaseScope::NameCaseScope(NameCase name_case) : before_(current) { current = name_case; }

NameCaseScope::~NameCaseScope() { current = before_; }

}  // namespace slipher::sql

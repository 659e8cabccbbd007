#pragma once

namespace slipher::sql {

/// How the case of names counts in the statement that a thread is reading: parameters of its session. Without them
/// every name is in lower case.
struct NameCase {
  bool quoted = false;  // enable_case_sensitive_identifier: "Name" keeps its capitals
  bool attributes =
      false;  // enable_case_sensitive_super_attribute: so do names behind a point, for fields of SUPER values
};

NameCase name_case();

/// Sets it for the thread, for as long as this lives.
class NameCaseScope {
 public:
  explicit NameCaseScope(NameCase name_case);
  ~NameCaseScope();
  NameCaseScope(const NameCaseScope&) = delete;
  NameCaseScope& operator=(const NameCaseScope&) = delete;

 private:
  NameCase before_;
};

}  // namespace slipher::sql

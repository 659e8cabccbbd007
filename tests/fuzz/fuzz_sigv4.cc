// Signature Version 4: no request crashes the verifier, none is accepted that was not signed, and whatever our signer
// signs is accepted. Input: "METHOD target", then "Name: value" lines, an empty line, the body.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "identity/sigv4.h"

namespace slipher::identity {
namespace {

constexpr std::size_t kMaxHeaders = 100;

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return line;
}

RawRequest parse(std::string_view input) {
  RawRequest request;
  const std::string_view first = take_line(input);
  const std::size_t space = first.find(' ');
  request.method = first.substr(0, space);
  if (space != std::string_view::npos) request.target = first.substr(space + 1);
  for (std::size_t count = 0; count < kMaxHeaders; ++count) {
    const std::string_view line = take_line(input);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    const std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    request.headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
  request.body = input;
  return request;
}

// What the signer does not replace: it adds its own of these, and a name with ';' would be two.
bool may_be_signed(const RawRequest& request) {
  if (request.target.find("X-Amz-") != std::string::npos || request.target.find('%') != std::string::npos) return false;
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || name.find(';') != std::string::npos || equals_ignoring_case(name, "authorization") ||
        name.find('-') != std::string::npos || name.find_first_of(" ,") != std::string::npos) {
      return false;
    }
  }
  return true;
}

void check(std::string_view input) {
  static const FakeClock clock(Timestamp(seconds(1440938160)));
  static const AccessKey key{"AKIDEXAMPLE", "never printed, never guessed", "example", false};
  static Identity& identity = *new Identity("123456789012", "us-east-1");
  static const SignatureVerifier& verifier = []() -> SignatureVerifier& {
    identity.add(key);
    return *new SignatureVerifier(identity, clock);
  }();
  RawRequest request = parse(input);
  if (verifier.verify(request, "redshift-data")) std::abort();
  (void)claimed_scope(request);
  if (!may_be_signed(request)) return;
  RawRequest link = request;
  const SigningScope scope{"us-east-1", "redshift-data"};
  sign(request, "127.0.0.1:8439", key, scope, clock.now());
  if (!verifier.verify(request, "redshift-data")) std::abort();
  presign(link, "127.0.0.1:8439", key, scope, clock.now(), seconds(60));
  if (!verifier.verify(link, "redshift-data")) std::abort();
  request.body += 'x';
  if (verifier.verify(request, "redshift-data")) std::abort();
}

}  // namespace
}  // namespace slipher::identity

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  slipher::identity::check({reinterpret_cast<const char*>(data), size});
  return 0;
}

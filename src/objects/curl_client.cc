#include <curl/curl.h>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "objects/errors.h"
#include "objects/http_client.h"
#include "objects/limits.h"

namespace slipher::objects {
namespace {

/// A connection (or the place for one) that one request at a time uses.
struct Line {
  CURLM* multi = curl_multi_init();
  CURL* easy = curl_easy_init();
  Line() = default;
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;
  ~Line() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
};

/// What one transfer collects.
struct Transfer {
  RawResponse response;
  std::size_t most_bytes = 0;
  std::string_view unsent;
  bool too_large = false;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  transfer.too_large = transfer.response.body.size() + size * count > transfer.most_bytes;
  if (transfer.too_large) return 0;
  transfer.response.body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* context) {
  auto& headers = static_cast<Transfer*>(context)->response.headers;
  std::string_view line(data, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) headers = {};  // a final answer after 100 Continue
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    auto value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
  return size * count;
}

std::size_t give_body(char* out, std::size_t size, std::size_t count, void* context) {
  auto& unsent = static_cast<Transfer*>(context)->unsent;
  const std::size_t taken = unsent.copy(out, size * count);
  unsent.remove_prefix(taken);
  return taken;
}

/// The status says whether sending again can help.
Error transport_error(CURLcode code, const std::string& origin, const char* detail) {
  const std::string text = origin + ": " + (*detail ? detail : curl_easy_strerror(code));
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WRITE_ERROR:
      return {ErrorCode::kInternal, text};
    default:
      return {ErrorCode::kServiceUnavailable, text};
  }
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(std::string ca_file) : ca_file_(std::move(ca_file)) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
  }

  Result<RawResponse> send(const std::string& origin, const RawRequest& request, std::size_t most_bytes,
                           const IsInterrupted& is_interrupted) override;

 private:
  std::unique_ptr<Line> borrow();
  void give_back(std::unique_ptr<Line> line);
  void prepare(CURL* easy, const RawRequest& request, Transfer& transfer) const;
  static CURLcode perform(Line& line, const IsInterrupted& is_interrupted);

  const std::string ca_file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Line>> idle_;
};

std::unique_ptr<Line> CurlClient::borrow() {
  std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Line>();
  auto line = std::move(idle_.back());
  idle_.pop_back();
  return line;
}

void CurlClient::give_back(std::unique_ptr<Line> line) {
  std::lock_guard lock(mutex_);
  if (idle_.size() < static_cast<std::size_t>(kTransferThreads)) idle_.push_back(std::move(line));
}

void CurlClient::prepare(CURL* easy, const RawRequest& request, Transfer& transfer) const {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(milliseconds(kConnectTimeout).count()));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(kStallTimeout.count()));
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!ca_file_.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, ca_file_.c_str());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "slipher");
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method == "PUT" || request.method == "POST") {
    curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  } else {
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

CURLcode CurlClient::perform(Line& line, const IsInterrupted& is_interrupted) {
  curl_multi_add_handle(line.multi, line.easy);
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  int running = 1;
  while (!is_interrupted || !is_interrupted()) {
    if (curl_multi_perform(line.multi, &running) != CURLM_OK) break;
    if (running == 0) {
      int left = 0;
      const CURLMsg* message = curl_multi_info_read(line.multi, &left);
      result = message ? message->data.result : CURLE_FAILED_INIT;
      break;
    }
    curl_multi_poll(line.multi, nullptr, 0, static_cast<int>(kInterruptPoll.count()), nullptr);
  }
  curl_multi_remove_handle(line.multi, line.easy);
  return result;
}

Result<RawResponse> CurlClient::send(const std::string& origin, const RawRequest& request, std::size_t most_bytes,
                                     const IsInterrupted& is_interrupted) {
  auto line = borrow();
  if (!line->easy || !line->multi) return Error(ErrorCode::kInternal, "libcurl cannot be used");
  curl_easy_reset(line->easy);  // options only: the connection stays
  Transfer transfer{.most_bytes = most_bytes, .unsent = request.body};
  prepare(line->easy, request, transfer);
  curl_slist* headers = curl_slist_append(nullptr, "Expect:");
  for (const auto& [name, value] : request.headers)
    headers = curl_slist_append(headers, (name + (value.empty() ? ";" : ": " + value)).c_str());
  curl_easy_setopt(line->easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(line->easy, CURLOPT_URL, (origin + request.target).c_str());
  char detail[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(line->easy, CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = perform(*line, is_interrupted);
  long status = 0;
  curl_easy_getinfo(line->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_setopt(line->easy, CURLOPT_ERRORBUFFER, nullptr);
  curl_slist_free_all(headers);
  if (code == CURLE_ABORTED_BY_CALLBACK) return interrupted();
  if (transfer.too_large) return Error(ErrorCode::kInternal, origin + ": the answer is longer than was asked for");
  if (code != CURLE_OK) return transport_error(code, origin, detail);
  give_back(std::move(line));
  transfer.response.status = static_cast<int>(status);
  return std::move(transfer.response);
}

}  // namespace

std::unique_ptr<HttpClient> curl_client(std::string ca_file) {
  return std::make_unique<CurlClient>(std::move(ca_file));
}

}  // namespace slipher::objects

#include "engine/duckdb/procedures/procedure_log.h"

#include <utility>

namespace slipher::engine {
namespace {

// Cuts at a character, not inside of one.
void cut(std::string& text, std::size_t bytes) {
  if (text.size() <= bytes) return;
  while (bytes > 0 && (text[bytes] & 0xC0) == 0x80) --bytes;
  text.resize(bytes);
}

}  // namespace

std::shared_ptr<ProcedureCall> ProcedureLog::begin_call(ProcedureCall call) {
  cut(call.text, kMaxTextBytes);
  call.started_at = std::chrono::system_clock::now();
  auto shared = std::make_shared<ProcedureCall>(std::move(call));
  std::lock_guard lock(mutex_);
  calls_.push_back(shared);
  if (calls_.size() > kMaxEntries) calls_.pop_front();
  return shared;
}

void ProcedureLog::end_call(ProcedureCall& call, bool aborted) {
  std::lock_guard lock(mutex_);
  call.ended_at = std::chrono::system_clock::now();
  call.aborted = aborted;
}

void ProcedureLog::add_message(ProcedureMessage message) {
  cut(message.text, kMaxMessageBytes);
  message.raised_at = std::chrono::system_clock::now();
  std::lock_guard lock(mutex_);
  messages_.push_back(std::move(message));
  if (messages_.size() > kMaxEntries) messages_.pop_front();
}

std::vector<ProcedureCall> ProcedureLog::calls() const {
  std::lock_guard lock(mutex_);
  std::vector<ProcedureCall> copies;
  for (const auto& call : calls_) copies.push_back(*call);
  return copies;
}

std::vector<std::pair<ProcedureMessage, ProcedureCall>> ProcedureLog::messages() const {
  std::lock_guard lock(mutex_);
  std::vector<std::pair<ProcedureMessage, ProcedureCall>> copies;
  for (const auto& message : messages_) copies.emplace_back(message, *message.call);
  return copies;
}

}  // namespace slipher::engine

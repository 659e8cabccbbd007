#pragma once
#include <string>
#include <string_view>

#include "store/records.h"

namespace slipher::store {

/// The blobs beside the columns. Every decode_ fills the members that its encode_ wrote and answers false when the
/// bytes are damaged.

/// What a client asked for; never changes after the first write.
std::string encode_request(const StatementRecord& record);
bool decode_request(std::string_view bytes, StatementRecord& record);
/// What became of it; needs the request decoded first (the number of sub-statements). Results are stored elsewhere.
std::string encode_outcome(const StatementRecord& record);
bool decode_outcome(std::string_view bytes, StatementRecord& record);

std::string encode_session(const SessionRecord& record);
bool decode_session(std::string_view bytes, SessionRecord& record);

std::string encode_secret(const SecretRecord& record);
bool decode_secret(std::string_view bytes, SecretRecord& record);

}  // namespace slipher::store

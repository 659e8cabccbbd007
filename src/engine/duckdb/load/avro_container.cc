#include "engine/duckdb/load/avro_container.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <zlib.h>

#include "engine/duckdb/load/snappy_decoder.h"

namespace slipher::engine {
namespace {

constexpr std::size_t kBufferBytes = 256 * 1024;
/// Writers make blocks of 16 KB to a few MB.
constexpr std::size_t kMaxBlockBytes = 256 * 1024 * 1024;
constexpr std::size_t kMaxSchemaBytes = 1024 * 1024;
constexpr std::size_t kMaxHeaderEntries = 1000;

[[noreturn]] void damaged() { throw BadFile("is not an Avro file, or is damaged"); }

AvroCodec codec_of(const std::string& name) {
  if (name.empty() || name == "null") return AvroCodec::kNull;
  if (name == "deflate") return AvroCodec::kDeflate;
  if (name == "snappy") return AvroCodec::kSnappy;
  throw BadFile("has the Avro codec '" + name + "'; those that are known are null, deflate and snappy");
}

/// Deflate without a zlib header.
std::string inflate_block(std::string_view packed) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw BadFile("cannot be decompressed: out of memory");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK && out.size() < kMaxBlockBytes) {
    const std::size_t before = out.size();
    const std::size_t room = std::max<std::size_t>(packed.size() * 4, 64 * 1024);
    out.resize(before + room);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(room);
    state = inflate(&stream, Z_NO_FLUSH);
    out.resize(before + room - std::min<std::size_t>(stream.avail_out, room));
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) damaged();
  return out;
}

}  // namespace

std::string unpack_avro(AvroCodec codec, std::string_view packed) {
  switch (codec) {
    case AvroCodec::kDeflate:
      return inflate_block(packed);
    case AvroCodec::kSnappy: {
      // The CRC-32 of the decompressed block follows it.
      std::string out;
      if (packed.size() < 4 || !decode_snappy(packed.substr(0, packed.size() - 4), kMaxBlockBytes, out)) damaged();
      std::uint32_t expected = 0;
      for (const char c : packed.substr(packed.size() - 4)) expected = expected << 8 | static_cast<unsigned char>(c);
      if (crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size())) != expected) damaged();
      return out;
    }
    case AvroCodec::kNull:
      break;
  }
  return std::string(packed);
}

AvroContainer::AvroContainer(SourcePointer source) : source_(std::move(source)) {
  if (take(4) != std::string_view("Obj\x01", 4)) damaged();
  std::map<std::string, std::string> entries;
  for (auto count = take_long(); count != 0; count = take_long()) {
    if (count < 0) {
      take_long();  // the size in bytes
      count = count == INT64_MIN ? INT64_MAX : -count;
    }
    if (count > static_cast<std::int64_t>(kMaxHeaderEntries)) damaged();
    for (; count > 0; --count) {
      const auto key = take(take_size());
      entries[key] = take(take_size());
    }
    if (entries.size() > kMaxHeaderEntries) damaged();
  }
  const auto marker = take(marker_.size());
  std::copy(marker.begin(), marker.end(), marker_.begin());
  header_ = std::make_shared<const AvroHeader>(entries["avro.schema"], codec_of(entries["avro.codec"]));
}

bool AvroContainer::next(std::string& out, std::int64_t& records) {
  if (at_end()) return false;
  records = take_long(&out);
  const auto size = take_long(&out);
  if (records < 0 || size < 0 || size > static_cast<std::int64_t>(kMaxBlockBytes)) damaged();
  out += take(static_cast<std::size_t>(size));
  if (take(marker_.size()) != std::string_view(marker_.data(), marker_.size())) damaged();
  return true;
}

bool AvroContainer::at_end() {
  if (at_ < buffer_.size()) return false;
  buffer_.resize(kBufferBytes);
  buffer_.resize(source_->read(buffer_.data(), kBufferBytes));
  at_ = 0;
  return buffer_.empty();
}

std::string AvroContainer::take(std::size_t size) {
  std::string out;
  while (out.size() < size) {
    if (at_end()) damaged();
    const std::size_t count = std::min(size - out.size(), buffer_.size() - at_);
    out.append(buffer_, at_, count);
    at_ += count;
  }
  return out;
}

/// A zigzag number of seven bits a byte; its bytes are appended to `raw`.
std::int64_t AvroContainer::take_long(std::string* raw) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at_end()) damaged();
    const char byte = buffer_[at_++];
    if (raw) *raw += byte;
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (!(byte & 0x80)) return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
  damaged();
}

/// Of a header's entry.
std::size_t AvroContainer::take_size() {
  const auto size = take_long();
  if (size < 0 || size > static_cast<std::int64_t>(kMaxSchemaBytes)) damaged();
  return static_cast<std::size_t>(size);
}

}  // namespace slipher::engine

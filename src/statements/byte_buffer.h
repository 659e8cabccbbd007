#pragma once
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace slipher::statements {

/// A growing run of bytes for encoders: room is asked for once per cell, then written through a plain pointer.
class ByteBuffer {
 public:
  ByteBuffer() = default;
  ~ByteBuffer() { std::free(data_); }
  ByteBuffer(const ByteBuffer&) = delete;
  ByteBuffer& operator=(const ByteBuffer&) = delete;
  ByteBuffer(ByteBuffer&& other) noexcept { swap(other); }
  ByteBuffer& operator=(ByteBuffer&& other) noexcept {
    swap(other);
    return *this;
  }

  /// A place for at least `bytes` more; becomes part of the contents by advance_to().
  char* reserve(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
    return data_ + size_;
  }
  /// `end` lies in the room given by the last reserve().
  void advance_to(const char* end) { size_ = static_cast<std::size_t>(end - data_); }

  void append(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(reserve(text.size()), text.data(), text.size());
    size_ += text.size();
  }
  void append(char c) {
    *reserve(1) = c;
    ++size_;
  }
  void truncate(std::size_t size) { size_ = size; }

  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_, size_}; }
  std::string_view view_from(std::size_t offset) const { return view().substr(offset); }

 private:
  void grow(std::size_t bytes) {
    std::size_t wanted = capacity_ < 256 ? 512 : capacity_ * 2;
    while (wanted - size_ < bytes) wanted *= 2;
    auto* moved = static_cast<char*>(std::realloc(data_, wanted));
    if (!moved) throw std::bad_alloc();
    data_ = moved;
    capacity_ = wanted;
  }
  void swap(ByteBuffer& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace slipher::statements

#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sql/lexer.h"
#include "sql/normalize.h"

namespace slipher::sql {

/// A statement's tokens as a linked list that passes rewrite in place; each pass is linear. A node is named by its
/// number, which stays valid. 0 is the end: it stands before the first and behind the last node.
class TokenList {
 public:
  using Id = std::uint32_t;
  static constexpr Id kEnd = 0;

  TokenList();

  /// `text` goes behind everything. `offset` is where in the original it came from.
  Id append(TokenKind kind, std::string text, std::size_t offset);
  /// Puts a new token before `place` (kEnd: at the end); it takes the offset of `origin`.
  Id insert_before(Id place, TokenKind kind, std::string text, Id origin);
  void erase(Id id);
  /// Erases `first` to `last`, both included.
  void erase_range(Id first, Id last);
  /// Moves `first` to `last`, both included, before `place`, which is outside of them.
  void move_before(Id place, Id first, Id last);

  Id first() const { return nodes_[kEnd].next; }
  Id last() const { return nodes_[kEnd].previous; }
  Id next(Id id) const { return nodes_[id].next; }
  Id previous(Id id) const { return nodes_[id].previous; }
  /// The other end of ( ) and [ ]; kEnd when it is missing.
  Id partner(Id id) const { return nodes_[id].partner; }
  /// Puts a range that was erased in one piece before `place`.
  void attach_before(Id place, Id first, Id last);
  /// Puts a copy of `first` to `last`, attached or erased in one piece, before `place`.
  void copy_before(Id place, Id first, Id last);
  void set_partners(Id open, Id close);

  TokenKind kind(Id id) const { return nodes_[id].kind; }
  const std::string& text(Id id) const { return nodes_[id].text; }
  void set_text(Id id, std::string text) { nodes_[id].text = std::move(text); }
  void set_kind(Id id, TokenKind kind) { nodes_[id].kind = kind; }
  std::size_t offset(Id id) const { return nodes_[id].offset; }
  /// An unquoted word, operator or punctuation with this text; never the end.
  bool is(Id id, std::string_view text) const;
  /// The node behind `id`, jumping over a bracketed group that begins at `id`.
  Id next_over_group(Id id) const;
  /// The node before `id`, jumping over a bracketed group that ends at `id`.
  Id previous_over_group(Id id) const;

  Normalized render() const;

 private:
  struct Node {
    std::string text;
    std::size_t offset = 0;
    Id previous = kEnd;
    Id next = kEnd;
    Id partner = kEnd;
    TokenKind kind = TokenKind::kEnd;
  };
  void link(Id before, Id id, Id after);

  std::vector<Node> nodes_;
};

}  // namespace slipher::sql

#include "sql/token_list.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

namespace slipher::sql {
namespace {

/// Tokens that may stand together without a blank. Others get one, which is always right.
bool needs_blank(std::string_view before, std::string_view after) {
  if (before.empty()) return false;
  const bool opened = before == "(" || before == "." || before == "[" || before == "::";
  const bool closes = after == ")" || after == "." || after == "]" || after == "," || after == "[" || after == "::";
  return !opened && !closes;
}

}  // namespace

TokenList::TokenList() { nodes_.emplace_back(); }

void TokenList::link(Id before, Id id, Id after) {
  nodes_[id].previous = before;
  nodes_[id].next = after;
  nodes_[before].next = id;
  nodes_[after].previous = id;
}

TokenList::Id TokenList::append(TokenKind kind, std::string text, std::size_t offset) {
  const Id id = static_cast<Id>(nodes_.size());
  nodes_.push_back({std::move(text), offset, kEnd, kEnd, kEnd, kind});
  link(last(), id, kEnd);
  return id;
}

TokenList::Id TokenList::insert_before(Id place, TokenKind kind, std::string text, Id origin) {
  const std::size_t offset = nodes_[origin].offset;
  const Id id = static_cast<Id>(nodes_.size());
  nodes_.push_back({std::move(text), offset, kEnd, kEnd, kEnd, kind});
  link(previous(place), id, place);
  return id;
}

void TokenList::erase(Id id) { erase_range(id, id); }

void TokenList::erase_range(Id first, Id last) {
  const Id before = previous(first);
  const Id after = next(last);
  nodes_[before].next = after;
  nodes_[after].previous = before;
}

void TokenList::move_before(Id place, Id first, Id last) {
  erase_range(first, last);
  attach_before(place, first, last);
}

void TokenList::copy_before(Id place, Id first, Id last) {
  std::unordered_map<Id, Id> copies;  // of opening brackets
  for (Id id = first;; id = next(id)) {
    const Id copy = insert_before(place, kind(id), text(id), id);
    if (is(id, "(") || is(id, "[")) copies.emplace(id, copy);
    const auto opened = is(id, ")") || is(id, "]") ? copies.find(partner(id)) : copies.end();
    if (opened != copies.end()) set_partners(opened->second, copy);
    if (id == last) return;
  }
}

void TokenList::attach_before(Id place, Id first, Id last) {
  const Id before = previous(place);
  nodes_[first].previous = before;
  nodes_[before].next = first;
  nodes_[last].next = place;
  nodes_[place].previous = last;
}

void TokenList::set_partners(Id open, Id close) {
  nodes_[open].partner = close;
  nodes_[close].partner = open;
}

bool TokenList::is(Id id, std::string_view text) const {
  const Node& node = nodes_[id];
  const bool plain =
      node.kind == TokenKind::kWord || node.kind == TokenKind::kOperator || node.kind == TokenKind::kPunctuation;
  return plain && node.text == text;
}

TokenList::Id TokenList::next_over_group(Id id) const {
  const bool opens = is(id, "(") || is(id, "[");
  return next(opens && partner(id) != kEnd ? partner(id) : id);
}

TokenList::Id TokenList::previous_over_group(Id id) const {
  const bool closes = is(id, ")") || is(id, "]");
  return previous(closes && partner(id) != kEnd ? partner(id) : id);
}

Normalized TokenList::render() const {
  Normalized out;
  out.anchors.reserve(nodes_.size());
  std::string_view before;
  for (Id id = first(); id != kEnd; id = next(id)) {
    const Node& node = nodes_[id];
    if (node.text.empty()) continue;
    if (needs_blank(before, node.text)) out.text += ' ';
    out.anchors.emplace_back(out.text.size(), node.offset);
    out.text += node.text;
    before = node.text;
  }
  return out;
}

std::size_t Normalized::original_offset(std::size_t offset) const {
  const auto above = std::upper_bound(anchors.begin(), anchors.end(), offset,
                                      [](std::size_t value, const auto& anchor) { return value < anchor.first; });
  return above == anchors.begin() ? 0 : std::prev(above)->second;
}

}  // namespace slipher::sql

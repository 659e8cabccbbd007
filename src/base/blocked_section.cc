#include "base/blocked_section.h"

namespace slipher {
namespace {

thread_local ThreadOwner* thread_owner = nullptr;

}  // namespace

void set_thread_owner(ThreadOwner* owner) { thread_owner = owner; }

BlockedSection::BlockedSection() {
  if (thread_owner) thread_owner->blocked();
}

BlockedSection::~BlockedSection() {
  if (thread_owner) thread_owner->unblocked();
}

}  // namespace slipher

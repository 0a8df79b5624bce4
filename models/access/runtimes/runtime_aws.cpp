// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/compare.h"
#include "models/access/azure/text.h"
#include "models/access/runtimes/runtimes.h"

#include <algorithm>

namespace countersign {
namespace {

/// "service:Operation" (Service Authorization Reference): letters, digits and hyphens, perhaps as a pattern.
bool understands(std::string_view action) {
  const auto colon = action.find(':');
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '*' || c == '?';
  };
  return colon != std::string_view::npos && colon > 0 && colon + 1 < action.size() &&
         !azure::startsWithWord(action) &&
         std::all_of(action.begin(), action.begin() + static_cast<std::ptrdiff_t>(colon), plain) &&
         std::all_of(action.begin() + static_cast<std::ptrdiff_t>(colon) + 1, action.end(), plain);
}

void give(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches& caches,
          PlaneGrants& to) {
  const HeldPolicies held = awsHeldPolicies(reader, principal, principal->role);
  const bool live = principal->role != SourceRole::Intent;
  append(live ? to.applied : to.requested, awsGrants(reader, held));
  if (live) append(to.effective, awsEffective(reader, held, caches.aws, now));
}

Answer answer(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
              RuntimeCaches& caches) {
  return awsAnswer(reader, principal, question, caches.aws);
}

std::vector<GrantParts> compare(const Grants& wide, const Grants& narrow, RuntimeCaches& caches) {
  return awsCompare(wide, narrow, caches.aws);
}

} // namespace

Runtime awsRuntime() {
  return {
      "aws",  {"aws.role", "aws.user"}, "s3:GetObject", "arn:aws:s3:::bucket/key", understands, give, answer,
      compare};
}

} // namespace countersign

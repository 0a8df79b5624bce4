// SPDX-License-Identifier: Apache-2.0
#include "models/access/runtimes/runtimes.h"

namespace countersign {
namespace {

/// "service:Operation" (Service Authorization Reference).
bool understands(std::string_view action) {
  const auto colon = action.find(':');
  return colon != std::string_view::npos && colon > 0 && action.find(' ') == std::string_view::npos &&
         action.find('/') == std::string_view::npos;
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

} // namespace

Runtime awsRuntime() {
  return {"aws", {"aws.role", "aws.user"}, "s3:GetObject", "arn:aws:s3:::bucket/key", understands, give,
          answer};
}

} // namespace countersign

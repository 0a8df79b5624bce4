// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/named_by.h"

#include "models/access/aws/naming_rows.h"
#include "models/identity/keys.h"

#include <utility>

namespace countersign {
namespace {

UnappliedGrant unapplied(DocumentReader& reader, iam::NamingRow&& from, const AwsNamingPolicy& by,
                         const AwsPlaces& places) {
  UnappliedGrant out;
  out.applied = from.beside ? Tri::Unknown : Tri::No;
  out.row = effectiveRow(std::move(from.row), "resource policy", places);
  Grant& g = out.grant;
  g.action = out.row.action;
  g.shown = reader.spelling(g.action);
  g.resource = out.row.resource;
  g.path = by.policy.path;
  g.document = by.policy.document;
  g.inner = out.row.inner;
  g.exact = out.row.action == out.row.ofAction && out.row.resource == out.row.ofResource;
  const Json* statement = g.document->document.content.find(g.inner);
  if (statement != nullptr && !(*statement)["condition"].empty())
    g.condition = canonicalJsonOrThrow((*statement)["condition"]);
  return out;
}

} // namespace

std::vector<AwsNamingPolicy> awsNamingPolicies(DocumentReader& reader, const HeldPolicies& held) {
  std::vector<AwsNamingPolicy> out;
  const std::string key = keys::awsPrincipal(held.arn);
  if (key.empty()) return out;
  for (const HeldDocumentPtr& d : reader.naming(key, {"aws.resource-policy", "aws.role"})) {
    const Json& c = d->document.content;
    const bool trust = d->document.object.kind == "aws.role";
    if (d->role != SourceRole::Live || !c.has(trust ? "trust" : "document")) continue;
    const std::string name =
        trust ? "trust policy of " + d->document.object.name : "policy of " + c["arn"].asString();
    out.push_back({{name, name + " names it", d, trust ? "/trust" : "/document"},
                   c["arn"].asString(),
                   c["account"].asString(),
                   trust});
  }
  return out;
}

void addNamedBy(DocumentReader& reader, const HeldPolicies& held, AwsPolicySet& set,
                const iam::GrantRows& own, AwsPolicies& policies, Instant now, EffectiveList& to) {
  const std::vector<AwsNamingPolicy> naming = awsNamingPolicies(reader, held);
  if (naming.empty()) return;
  std::vector<iam::NamingPolicy> asked;
  for (const AwsNamingPolicy& one : naming) {
    set.owned.push_back(policies.of(one.policy));
    set.places.add(one.policy);
    asked.push_back({set.owned.back().get(), one.arn, one.account, one.trust});
  }
  addResourceControl(held, policies, set);
  iam::NamingRows rows = iam::namingRows({held.arn, set.set, &own, held.missing}, asked, now);
  if (!rows.complete) to.missing.push_back(rows.reason);
  if (rows.until && (!to.until || *rows.until < *to.until)) to.until = rows.until;
  for (iam::NamingRow& row : rows.rows) {
    const AwsNamingPolicy& by = naming[row.policy];
    to.unapplied.push_back(unapplied(reader, std::move(row), by, set.places));
  }
}

} // namespace countersign

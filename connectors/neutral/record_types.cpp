// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/record_types.h"

namespace countersign::neutral {

const std::vector<RecordType>& recordTypes() {
  using enum Form;
  static const std::vector<RecordType> types{
      {"identity",
       "neutral.identity",
       "identities",
       "last_seen",
       {{"uid", Text, true},
        {"platform", Text, true},
        {"kind", Text, true},
        {"name", Text, true},
        {"unique_id"},
        {"location", Object},
        {"status", Choice, false, "active disabled deleted pending"},
        {"custody", Choice, false, "standing_secret assumable platform_managed agent unknown"},
        {"created_at", Time},
        {"created_by"},
        {"expires_at", Time},
        {"owners", Owners},
        {"labels", Object},
        {"tags", Object},
        {"tier"},
        {"environment"},
        {"description"}}},
      {"alias",
       "neutral.alias",
       "identities",
       {},
       {{"identity", Text, true}, {"scheme", Text, true}, {"value", Text, true}, {"strength"}}},
      {"credential",
       "neutral.credential",
       "credentials",
       "last_used",
       {{"id", Text, true},
        {"identity", Text, true},
        {"kind", Text, true},
        {"public_id"},
        {"fingerprint_sha256"},
        {"created_at", Time},
        {"not_before", Time},
        {"expires_at", Time},
        {"rotated_at", Time},
        {"status"},
        {"description"}}},
      {"trust",
       "neutral.trust",
       "trusts",
       {},
       {{"identity", Text, true},
        {"mechanism", Text, true},
        {"subject", Text, true},
        {"subject_match", Choice, true, "exact pattern any"},
        {"issuer"},
        {"audience", Set},
        {"conditions_raw", Any},
        {"external_id"}}},
      {"membership",
       "neutral.membership",
       "memberships",
       {},
       {{"member", Text, true}, {"container", Text, true}, {"kind", Text, true}, {"admin", Bool}}},
      {"policy",
       "neutral.policy",
       "policies",
       {},
       {{"id", Text, true},
        {"kind", Choice, true, "inline managed role acl boundary scp session"},
        {"name"},
        {"document_raw", Any},
        {"canonical_sha256"},
        {"version"}}},
      {"grant",
       "neutral.grant",
       "grants",
       {},
       {{"id"},
        {"grantee", Text, true},
        {"effect", Choice, true, "allow deny boundary guardrail"},
        {"actions", Set},
        {"not_actions", Set},
        {"resources", Set},
        {"not_resources", Set},
        {"role"},
        {"scope"},
        {"conditions_raw", Any},
        {"via", Path},
        {"origin", Choice, false, "direct inherited expanded"},
        {"evaluable", Choice, false, "yes partial no"}}},
  };
  return types;
}

const RecordType* findRecordType(std::string_view t) {
  for (const RecordType& type : recordTypes())
    if (type.t == t) return &type;
  return nullptr;
}

const MemberRule* findMember(const RecordType& type, std::string_view name) {
  for (const MemberRule& rule : type.members)
    if (rule.name == name) return &rule;
  return nullptr;
}

} // namespace countersign::neutral

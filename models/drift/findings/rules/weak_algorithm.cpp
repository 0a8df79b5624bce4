// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/controls.h"
#include "models/drift/findings/rules/rules.h"
#include "models/drift/findings/words.h"

namespace countersign::findings::rules {
namespace {

/// "RSA: len(n) < 2048: Disallowed", "ECDSA: len(n) < 224: Disallowed", "SHA-1 … digital signature
/// generation: Disallowed" (NIST SP 800-131A r2, tables 2 and 9); MD5 (RFC 6151); passwords kept as MD5
/// (PostgreSQL documentation, "Password Authentication").
std::string weakness(const Credential& c, const Thresholds& limits) {
  if (c.bits > 0 && c.algorithm.starts_with("RSA") && c.bits < limits.rsaBits)
    return "RSA of " + std::to_string(c.bits) + " bits";
  if (c.bits > 0 && c.algorithm == "EC" && c.bits < limits.ecBits)
    return "elliptic curve of " + std::to_string(c.bits) + " bits";
  if (c.algorithm == "DSA") return "DSA is no longer approved";
  if (c.hash == "md5" || c.hash == "sha1") return "signed with " + c.hash;
  if (c.stored == "md5") return "kept as MD5";
  return {};
}

void check(const RecordFacts& f, std::vector<Found>& out) {
  for (const HeldCredential& c : f.credentials) {
    if (!usable(c)) continue;
    if (const std::string why = weakness(c.credential, f.limits); !why.empty())
      out.push_back({shown(c) + ": " + why, c.spot, {}});
  }
}

} // namespace

Rule weakAlgorithm() {
  return {"weak-algorithm",
          "A key or signature that is too weak",
          {Severity::High, Severity::Medium, Severity::Medium, Severity::Low},
          {"x509.certificate or gcp.service-account-keys or pg.role"},
          "Algorithms that the exports do not name; keys whose length is not told.",
          {{owasp, "NHI4:2025"}, {csf, "PR.AA-03"}, {sp80053, "SC-13"}, {iso, "A.5.17"}},
          "Make a new key that NIST SP 800-131A allows (RSA of 2048 bits or more, EC of 224 or more), signed "
          "with SHA-256.",
          check};
}

} // namespace countersign::findings::rules

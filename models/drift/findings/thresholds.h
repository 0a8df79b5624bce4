// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/time.h"

namespace countersign::findings {

using Days = std::chrono::duration<std::int64_t, std::ratio<86400>>;

/// From when on the rules call something old, unused or endless. Each has the number of a standard where
/// there is one.
struct Thresholds {
  /// "Ensure access keys are rotated every 90 days or less" (CIS AWS Foundations Benchmark 3.0, 1.14; CIS
  /// Google Cloud Platform Foundation Benchmark 3.0, 1.7).
  Days rotation{90};
  /// For how long an identity or a key may do nothing. "Ensure credentials unused for 45 days or greater are
  /// disabled" (CIS AWS Foundations Benchmark 3.0, 1.12) is for people; "disable accounts within … when the
  /// accounts have been inactive for …" (NIST SP 800-53 r5, AC-2(3)) leaves the number to the organisation.
  /// Jobs that run once a quarter are no exception among workloads: 90 days.
  Days unused{90};
  /// A credential that ends later than this after it was made is as good as endless. No standard has the
  /// number; longer than any period in which a system is replaced.
  Days endless{3650};
  /// "RSA: len(n) < 2048: Disallowed", "ECDSA: len(n) < 224: Disallowed" (NIST SP 800-131A r2, table 2).
  std::int64_t rsaBits = 2048, ecBits = 224;
  /// A key that was made this soon after its identity has never been rotated since.
  Days madeTogether{1};
};

/// AWS reports the last use of a role within the trailing 400 days (IAM User Guide, "View last accessed
/// information for IAM": RoleLastUsed).
inline constexpr Days awsRoleTracking{400};

} // namespace countersign::findings

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"
#include "models/identity/json.h"
#include "models/identity/time.h"
#include "models/identity/vocabulary.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign::evidence {

/// One document of the closure.
struct SignedDocument {
  Digest sha256;
  std::optional<Instant> seenAt; ///< for live documents: when it was last seen; whole seconds
  bool operator==(const SignedDocument&) const = default;
};

/// How old live state might be when it was signed.
struct SignedWindow {
  std::string appliesTo; ///< a tier ("high") or a kind of document ("aws.organization-policy")
  Seconds length{0};
  bool operator==(const SignedWindow&) const = default;
};

/// The seal at the time of signing.
struct SignedSeal {
  SealState state = SealState::Unseen;
  Instant computedAt;                ///< whole seconds
  std::vector<SignedWindow> windows; ///< in force; sorted by what they apply to
  std::vector<std::string> notes;    ///< "no audit trail imported" …, in the order shown
  bool operator==(const SignedSeal&) const = default;
};

/// What was on the screen.
struct SignedView {
  Digest sha256; ///< of the plain text
  std::string locale;
  bool operator==(const SignedView&) const = default;
};

/// What computed the state.
struct SignedVersions {
  std::string application, evaluator, catalogue, policyModel;
  bool operator==(const SignedVersions&) const = default;
};

/// A grant that a revocation names.
struct SignedGrant {
  std::string principal, action, resource, path;
  auto operator<=>(const SignedGrant&) const = default;
};

/// What was found about the reviewer's own part in the identity.
struct Independence {
  bool owner = false, creator = false, lastChanger = false, holdsCredential = false;
  std::string rule; ///< the sentence that says what was compared
  bool operator==(const Independence&) const = default;
};

/// A decision on one record, bound to the state that was on the screen. Kind "attestation".
/// The reviewer, the time and the place in the log stand in the entry's header.
struct Attestation {
  std::string recordId, recordName;
  Tier tier = Tier::Critical;
  Digest digest;                         ///< SHA-256 of the closure's canonical bytes
  std::vector<SignedDocument> documents; ///< sorted by digest, no repetitions
  std::vector<std::string> absences;     ///< looked for and not found; sorted, no repetitions
  SignedSeal seal;
  SignedView view;
  SignedVersions versions;
  Decision decision = Decision::CannotDecide;
  std::string reason;
  std::optional<Instant> until;    ///< exception: end; certify: next review due; whole seconds
  std::string owner;               ///< exception: who answers for it; reassign: to whom
  std::vector<SignedGrant> grants; ///< revoke: these; empty: the identity as a whole. Sorted
  std::uint64_t batchSize = 1;     ///< how many records were decided in one go
  Independence independence;
  std::string meaning;         ///< the sentence beside the button
  std::optional<Digest> prior; ///< leaf hash of the decision on this record that it takes the place of
  bool operator==(const Attestation&) const = default;
};

/// Sorts documents, absences, windows and grants and removes repetitions, as signing asks for.
void normalise(Attestation& attestation);
/// What keeps an attestation from being written: names, reason for all but certify, end date and owner of
/// an exception, owner of a reassignment, sorted lists, independence of a certification.
/// Error: InvalidArgument.
Result<void> checkAttestation(const Attestation& attestation);
/// The predicate members that are the attestation's own.
Json attestationJson(const Attestation& attestation);
/// Error: Malformed (a member is missing, has another type, or is unknown).
Result<Attestation> attestationFromJson(const Json& json);

} // namespace countersign::evidence

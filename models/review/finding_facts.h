// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/drift/findings/record_facts.h"
#include "models/drift/findings/registry.h"
#include "models/review/asking_reader.h"
#include "models/review/evaluate.h"

#include <unordered_map>

namespace countersign {

/// What rules know of all records alike; read once a pass, when it is first asked for.
struct FindingEstate {
  struct LivePart {
    std::string system, scope, name, source;
    std::int64_t id = 0;
  };
  /// A secret that an importer left out, and where it stood in the file.
  struct LeakedSecret {
    std::string pointer;
    std::uint64_t line = 0;
    std::string text;
  };
  using OwnerState = std::pair<findings::Owner::State, std::string>;

  bool loaded = false;
  std::vector<LivePart> parts;
  std::set<std::string, std::less<>> accounts;                         ///< of AWS that were imported
  std::unordered_map<std::int64_t, std::vector<LeakedSecret>> secrets; ///< by snapshot
  std::unordered_map<std::string, OwnerState> owners;
};

/// Gathers the facts of one record; its parts are in files of their own. What is read for them is beside the
/// closure: it moves no record, and what was asked for is written down in `Evaluation::asked`.
class FactGatherer {
public:
  FactGatherer(EvaluationContext& x, Evaluation& e);
  Result<findings::RecordFacts> gather();

private:
  using Observations = std::vector<StoredObservation>;

  void principals();
  findings::Principal principalOf(const Member& m);
  void owners();
  FindingEstate::OwnerState ownerState(const OwnerFact& owner);
  void access();
  void federations();

  // finding_use.cpp
  const Observations& observations(const HeldDocumentPtr& d);
  findings::Spot spotOf(const StoredObservation& o, const HeldDocumentPtr& d) const;
  void use(const HeldDocumentPtr& d, findings::Principal& p);
  void events();

  // finding_credentials.cpp
  void credentials();
  void addCredential(const HeldDocumentPtr& d, Credential credential, findings::Spot spot);
  void certificate(const HeldDocumentPtr& d, findings::HeldCredential& held);
  void sharedKeys();
  void mergeAccessKeys();
  bool ofThisRecord(const HeldDocumentPtr& d);
  std::string systemOf(const HeldDocumentPtr& d);

  // finding_trusts.cpp
  void trusts();
  void addTrust(const HeldDocumentPtr& d, TrustEntry entry, const HeldDocumentPtr& of);
  void awsTrust(findings::HeldTrust& t, const HeldDocumentPtr& of);
  void consumers();
  void pods();
  void tombstones();
  std::string repositoryGone(const std::string& subject);

  // finding_environments.cpp
  void environments();
  void addEnvironment(const std::string& text, std::string told, const HeldDocumentPtr& d);
  bool accountEnvironment(const std::string& account, const HeldDocumentPtr& d, const std::string& note);
  bool taggedEnvironment(const HeldDocumentPtr& d);
  void placeEnvironment(const HeldDocumentPtr& d);

  // finding_estate.cpp
  Result<void> load();
  std::string lackedBy(const HeldDocumentPtr& d);
  void leakedSecrets();

  bool isMember(const HeldDocumentPtr& d) const;
  void fail(const Error& error) { x_.reader.fail(error); }

  EvaluationContext& x_;
  Evaluation& e_;
  AskingReader reader_;
  findings::RecordFacts f_;
  std::map<std::int64_t, Observations> observations_; ///< by object
  std::set<std::string> names_;                       ///< exact names of the record
};

/// What the rules read of a record. Errors: those of reading the workspace.
Result<findings::RecordFacts> factsForFindings(EvaluationContext& context, Evaluation& e);

/// A finding as lists and views show it.
Attention attentionOf(findings::Finding&& finding);

} // namespace countersign

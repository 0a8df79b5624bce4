// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/effective.h"
#include "models/access/compared.h"
#include "models/access/effective.h"

#include <string_view>
#include <vector>

namespace countersign {

/// Permissions of one system: what is applied, what is requested, and what becomes of the applied ones in the
/// end.
struct PlaneGrants {
  std::string system;
  GrantList applied, requested;
  EffectiveList effective;
};

void append(GrantList& to, GrantList&& from);
void append(EffectiveList& to, EffectiveList&& from);

/// An applied permission, or the part of one that fares alike in the end.
struct DecidedGrant {
  const Grant* grant = nullptr;
  const EffectiveRow* row = nullptr; ///< null: not evaluated
  bool part = false;                 ///< there are other parts of the same permission
  Tri effective() const { return row != nullptr ? row->verdict : Tri::Unknown; }
};
/// Every applied permission of a plane with what becomes of it, in the order of `applied`.
std::vector<DecidedGrant> decidedGrants(const PlaneGrants& plane);

/// What evaluators keep between principals.
struct RuntimeCaches {
  AwsPolicies aws;
};

/// A system that decides about access, and has an evaluator here.
struct Runtime {
  std::string_view system;             ///< as Description::system
  std::vector<std::string_view> kinds; ///< of the documents that show a principal of it
  std::string_view action, resource;   ///< examples, for people who ask
  bool (*understands)(std::string_view action) = nullptr;
  /// Adds what one document of a principal is given, in whichever plane the document is.
  void (*give)(DocumentReader& reader, const HeldDocumentPtr& principal, Instant now, RuntimeCaches& caches,
               PlaneGrants& to) = nullptr;
  /// May it do this? `question.principal` may be empty: the document's own.
  Answer (*answer)(DocumentReader& reader, const HeldDocumentPtr& principal, const Question& question,
                   RuntimeCaches& caches) = nullptr;
  /// What the one list gives of each grant of the other, by the runtime's own meaning of grants. Null: only
  /// grants that are written alike can be compared.
  std::vector<GrantParts> (*compare)(const Grants& wide, const Grants& narrow,
                                     RuntimeCaches& caches) = nullptr;
};

const std::vector<Runtime>& allRuntimes();
/// The runtime that a document of this kind shows a principal of; nullptr: there is none.
const Runtime* runtimeOf(std::string_view kind);

// One each, in a file of its own:
Runtime awsRuntime();
Runtime azureRuntime();
Runtime gcpRuntime();
Runtime kubernetesRuntime();
Runtime postgresqlRuntime();
Runtime vaultRuntime();

} // namespace countersign

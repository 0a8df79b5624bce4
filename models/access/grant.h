// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/reader.h"

#include <string>
#include <vector>

namespace countersign {

struct HeldBindings;
struct HeldPolicies;

/// A permission on a resource, perhaps under a condition, that a principal holds by a path.
struct Grant {
  bool deny = false;
  std::string action;    ///< as compared: lower case for AWS, "verb resource.group" for Kubernetes
  std::string resource;  ///< pattern as the system writes it
  std::string condition; ///< canonical text of the condition, empty: none
  std::string scope;     ///< "namespace backup", "cluster-wide", an account …; may be empty
  std::string path;      ///< "policy BackupWrite (v7) ← role"
  std::string shown;     ///< the action as the source spells it
  bool exact = true;     ///< false: NotAction, NotResource: not comparable by patterns alone
  HeldDocumentPtr document;
  std::string inner;           ///< JSON pointer into the document's content
  HeldDocumentPtr holder = {}; ///< a binding, else the principal, where one document shows it
};

/// What a principal holds by one plane (what is applied, or what is requested).
struct GrantList {
  std::vector<Grant> grants;
  std::vector<std::string> missing; ///< what could not be read: "policy arn:… is not in any snapshot"
  bool known = false; ///< some document of this plane can carry permissions; else nothing can be said
};

/// Applied (live) or requested (intent) permissions of an AWS role or user, read with the reader; guardrails
/// above it and its credentials are read too, so that they are part of the closure.
GrantList awsGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);
/// The same from what was read already.
GrantList awsGrants(DocumentReader& reader, const HeldPolicies& held);
/// The same for a Kubernetes service account: bindings that name it or a group that it is always in.
GrantList kubernetesGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);
GrantList kubernetesGrants(const HeldBindings& held);
/// The same for a Google Cloud service account. A grant is a role on a node (resource), or a denied
/// permission.
GrantList gcpGrants(DocumentReader& reader, const HeldDocumentPtr& principal, SourceRole plane);
/// The same for an identity of the neutral format; `key` is one of the record's name keys.
GrantList neutralGrants(DocumentReader& reader, const std::string& key, SourceRole plane);

} // namespace countersign

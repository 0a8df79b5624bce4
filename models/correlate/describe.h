// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"
#include "models/identity/vocabulary.h"

#include <optional>
#include <string>
#include <vector>

namespace countersign {

/// Who owns an object, as one document says it.
struct OwnerClaim {
  std::string owner;
  std::string basis; ///< "tag owner", "label team", "column owner"
  std::string inner; ///< JSON pointer inside the document's content
};

/// A subject that a role's trust lets in through an identity provider.
struct FederatedSubject {
  std::string issuer;  ///< without https:// and trailing slash
  std::string subject; ///< the `sub` that the condition asks for
  bool exact = false;  ///< StringEquals without wildcards; a pattern may let in many
};

/// What a document says about identities, keys and owners, read off its content alone. The reverse index is
/// made of it, so it can be made again from the documents at any time.
struct Description {
  std::vector<std::string> selfKeys;   ///< exact names of the object (models/identity/keys.h)
  std::vector<std::string> namingKeys; ///< exact names of others that it mentions

  bool principal = false; ///< the document shows an identity (or declares one)
  std::string kindLabel;  ///< "AWS role", "Kubernetes service account"
  std::string place;      ///< "111122223333", "prod-eu / backup"
  std::string
      neutralUid;     ///< "aws:<arn>", "k8s:<cluster>:system:serviceaccount:<ns>:<name>", or the source's uid
  std::string system; ///< of the identity itself: "aws" also where Terraform declares it
  std::string idKey;  ///< key that is never given twice, empty where the document does not have it
  std::vector<std::string> nameKeys; ///< exact but reusable names
  int rank = 9;                      ///< which principal gives a record its name: lowest first

  std::optional<OwnerClaim> owner;
  std::optional<std::pair<Tier, std::string>> tier; ///< and its basis: "tag tier"
  std::vector<std::string> searchTerms;
  std::vector<FederatedSubject> letsIn; ///< of a role's trust
  std::vector<std::string> claims;      ///< keys of roles that a service account says it becomes
  bool disabled = false;                ///< the source says that it cannot be used
};

/// Knows every kind in docs/formats/documents.md; another kind has no keys.
Description describe(const Document& document);

/// True where `key` is among the document's own keys / those that it mentions.
bool hasKey(const std::vector<std::string>& keys, const std::string& key);

/// The owner that tags, labels or annotations name: keys whose last segment (behind '/', ':' or '.') is
/// owner, owned-by, owner-email, team or contact, in that order; `what` is "tag", "label" or "annotation".
std::optional<OwnerClaim> ownerFrom(const Json& map, const std::string& what, const std::string& pointer);
/// Likewise the tier: keys tier, criticality, nhi-tier.
std::optional<std::pair<Tier, std::string>> tierFromMap(const Json& map, const std::string& what);
/// Two spellings of one owner: equal without case, or a mail address and its local part.
bool sameOwner(const std::string& a, const std::string& b);

} // namespace countersign

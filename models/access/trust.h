// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <string>
#include <vector>

namespace countersign {

/// One entry of what lets somebody become an identity.
struct TrustEntry {
  enum class Mechanism {
    Oidc,     ///< a token of an OpenID Connect issuer
    Saml,     ///< a person by way of a SAML provider
    Account,  ///< an account, or everybody in it
    User,     ///< a user of the platform: a person, unless it is a non-human identity itself
    Workload, ///< a role, service account or other non-human identity
    Service,  ///< a service of the platform
    Anyone,
    Other
  };
  Mechanism mechanism = Mechanism::Other;
  std::string who;     ///< as the source writes it
  std::string issuer;  ///< Oidc: without https:// and trailing slash
  std::string subject; ///< Oidc: what the condition asks for; several are joined by ", "
  std::string audience;
  bool subjectBound = false;  ///< the token's subject has to be, or to begin with, something
  bool audienceBound = false; ///< the token has to be for somebody in particular
  bool conditional = false;   ///< there is some condition
  bool externalId = false;    ///< AWS: sts:ExternalId has to be named
  std::string account;        ///< the account, tenant or project that it lets in, where it names one
  std::string inner;          ///< JSON pointer into the document
};
std::string_view name(TrustEntry::Mechanism mechanism); ///< "OpenID Connect", "SAML", "account" …

/// Who a document of these kinds lets in: aws.role (its trust policy), azure.federated-credential,
/// azure.service-principal (the tenant that its application is of), gcp.allow-policy (roles on a service
/// account that let others act as it), neutral.trust. Other kinds let in nobody.
std::vector<TrustEntry> trustsOf(const Document& document);

} // namespace countersign

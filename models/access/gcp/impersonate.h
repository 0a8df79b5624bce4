// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/evaluate.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace countersign::gcp {

/// How one principal becomes a service account, or gets something done as it (IAM documentation, "Service
/// account impersonation", "Roles for service account authentication").
enum class Means {
  AccessToken, ///< getAccessToken
  SignJwt,     ///< signJwt: a signed token is exchanged for an access token
  SignBlob,    ///< signBlob: the same by hand
  Delegate,    ///< implicitDelegation: passes on what the account may do with further ones
  OpenIdToken, ///< getOpenIdToken: for services outside that trust Google, no access to Google's
  ActAs,       ///< actAs: with a service that runs work as the account
  CreateKey,   ///< serviceAccountKeys.create
  SetPolicy    ///< setIamPolicy of the account: gives itself any of the others
};
std::string_view meansName(Means means);      ///< "getAccessToken", "actAs" …
std::string_view meansCondition(Means means); ///< what it takes besides; empty: nothing

/// One step of a chain. `from` is the place in the list of the account that makes it; `origin`: who was asked
/// about.
struct Impersonation {
  static constexpr std::size_t origin = static_cast<std::size_t>(-1);
  std::string account; ///< email of whom is reached
  Means means{};
  std::size_t from = origin;
  Answer answer;     ///< why; Allowed, Conditional or NotEvaluated
  bool sure = false; ///< this step and all before it hold without any condition
};

struct Impersonations {
  std::vector<Impersonation> list; ///< of each account and means the first, sure ones before others
  std::vector<std::string> missing;
  bool whole = true; ///< false: there was too much to look at

  /// The steps to `last`, from the principal on.
  std::vector<const Impersonation*> chain(const Impersonation& last) const;
};
/// Which service accounts a principal can become or use, one after the other. `work` bounds it, in decisions.
Impersonations impersonations(const Estate& estate, const Question& question, std::size_t work = 200'000);

} // namespace countersign::gcp

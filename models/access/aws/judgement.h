// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/answer.h"
#include "models/access/aws/layers.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace countersign::iam {

/// What the layers that bear on a request come to together (IAM User Guide, "Policy evaluation logic"). `L`
/// is a LayerTruth, or a Layer where it is asked what the verdict is made of: the rules are the same.
template <class L>
class Judgement {
public:
  static constexpr bool explains = std::is_same_v<L, Layer>;
  Judgement(const Request& request, const PolicySet& policies) : request_(request), policies_(policies) {}

  void run();
  Verdict verdict() const;
  bool deniedByStatement() const { return undenied == Truth::No; }

  /// Who does not allow what nobody denies.
  enum class Closed { Aws, Guardrail, Boundary, Session, Resource, Identity };
  Closed closed() const;
  /// Kind of the layer that denies, or that does not allow; where Denied.
  std::string_view deniedBy() const;

  L identity, boundary, session, resource;
  std::vector<L> guardrails; ///< of a Judgement<Layer> only
  std::size_t firstClosed = 0, guards = 0;
  Truth allowed = Truth::No, guarded = Truth::Yes, undenied = Truth::Yes;
  Truth limited = Truth::No; ///< what the caller's own policies come to, boundary and session policy included
  std::string_view refused;  ///< why AWS refuses it whatever the policies say
  std::vector<std::string> missing; ///< likewise of a Judgement<Layer> only

private:
  using Policies = std::vector<const Policy*>;
  L layer(const char* kind, const char* name, std::string_view target, const Policies& list,
          const MatchRules& rules) const;
  L limiting(const char* kind, const char* name, const Policies& list, const MatchRules& rules) const;
  void collect();
  void collectGuardrails(const MatchRules& attached, const MatchRules& named);
  void resourceControl(const OrganizationLevel& level, const MatchRules& named, Truth supported);
  void guard(const char* kind, L layer);
  void noteDeny(const char* kind, const L& layer);
  Truth granted();
  bool restrictsPublicBucket() const;
  Truth sameAccount();
  Truth crossAccount();

  const Request& request_;
  const PolicySet& policies_;
  std::string_view denying_,
      closedGuard_; ///< kinds of the first that deny, and of the first closed guardrail
};

extern template class Judgement<LayerTruth>;
extern template class Judgement<Layer>;

} // namespace countersign::iam

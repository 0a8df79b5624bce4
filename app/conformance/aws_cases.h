// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/conformance/conformance.h"
#include "models/access/aws/evaluate.h"

#include <deque>
#include <functional>
#include <set>
#include <string>

namespace countersign::conformance {

/// The policies of a case. They are owned here; `set` points to them.
struct AwsPolicies {
  std::deque<iam::Policy> owned;
  iam::PolicySet set;

  const iam::Policy* add(const Json& policy, std::string name);
  const iam::Policy* add(JsonView policy, std::string name);
  /// Reads the layers of a case; a policy is there by itself or as {name, policy}.
  void read(const Json& layers);
  void read(JsonView layers);
  void clear(); ///< keeps the memory
};

/// A scalar or a list of scalars, as texts.
std::vector<std::string> textsOf(const Json& value);

/// The context of a request; `options` may have a mode (Strict or Discovery) and
/// discoveryContextKeyConstraints. Discovery: a value of the request is an example unless a constraint says
/// that it is known.
iam::Context contextOf(const Json& values, const Json& options);
iam::Request requestOf(const Json& request, const Json& options);
bool isDiscovery(const Json& options);

/// The resource patterns of the statements that allow the action on some of what the request stands for.
std::set<std::string> patternsOf(const iam::Request& request, const AwsPolicies& policies);

/// What evaluate() says. Throws where decide() says otherwise: both follow the same rules.
iam::Evaluation evaluated(const iam::Request& request, const iam::PolicySet& policies);

/// "Allowed" (under conditions or not), "ImplicitlyDenied", "ExplicitlyDenied" or "NotEvaluated".
std::string responseOf(const iam::Evaluation& evaluation);
/// The conditions that an Allowed rests on, as a sorted list in one text; empty: on none.
std::string conditionsOf(const iam::Evaluation& evaluation);
std::string conditionOf(const std::string& effect, const std::string& op, const std::string& key,
                        const std::vector<std::string>& values);
std::string joinedSorted(std::vector<std::string> list);

/// Calls `each` for every case of a file, or of every file below a folder.
Result<void> forEachCase(const std::filesystem::path& path,
                         const std::function<void(const std::string& where, const Json& testCase)>& each);

} // namespace countersign::conformance

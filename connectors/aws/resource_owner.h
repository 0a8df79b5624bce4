// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/aws/sniff.h"
#include "models/identity/json.h"
#include "models/identity/result.h"

#include <string>
#include <string_view>

namespace countersign::aws {

/// An answer that carries the policy of a resource, and what it says of whose policy it is.
struct ResourceAnswer {
  bool known = false;           ///< the form is one of an answer with a resource's policy
  std::string arn;              ///< of the resource; empty: nothing says it
  std::string account;          ///< where the wrapper or the answer says it, or the ARN
  const Json* policy = nullptr; ///< null: the resource has none
  std::string pointer;          ///< to the policy in the answer
  std::string fault;            ///< why it cannot be used; empty: it can, if `arn` is there
};

/// Takes an answer apart, bare or in a wrapper {"arn": …, "account": …?, "answer": …}. `nameArn` is the ARN
/// that the name of the file gives.
ResourceAnswer resourceAnswer(const Json& answer, const std::string& nameArn);

/// True for the form of a bare answer with a policy, or of a wrapper.
bool looksLikeResourcePolicy(const Sniff& form);
/// True where the text itself names the resource.
bool namesItsResource(const Sniff& form);

/// The ARN that a file is named by: "arn%3Aaws%3As3%3A%3A%3Areports.json" in any folder or archive, with or
/// without percent-encoding. Empty where the name is no ARN.
std::string arnOfFileName(std::string_view name);

} // namespace countersign::aws

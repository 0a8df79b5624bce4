// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
}

namespace countersign::aws {

/// Who acted, by a record's userIdentity (AWS CloudTrail User Guide, "CloudTrail userIdentity element").
struct Actor {
  std::string text;  ///< the ARN where there is one, else what the record has
  std::string title; ///< "platform-admin", "deploy/session", "ec2.amazonaws.com": for a summary
  std::vector<std::string> keys, credentialKeys;
  std::string userKey; ///< of the IAM user that acted, else empty
};
Actor actorOf(const simdjson::dom::element& record);

} // namespace countersign::aws

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace simdjson::dom {
class element;
}

namespace countersign::aws {

/// An object that an event changed or used.
struct EventObject {
  std::string key;   ///< models/identity/keys.h
  std::string title; ///< "role backup-writer", for people; empty for a second name of the object before
};

/// What an event is about by the table of actions: IAM and Organizations actions that change who may do what,
/// and the STS actions that use a role. Names in IAM are of `account`.
struct EventObjects {
  bool changes = false; ///< the action is in the table as one that changes something
  std::vector<EventObject> objects;
};
/// `action` is "iam:PutRolePolicy"; `callerKey` and `callerTitle` are the user that a credential action
/// without userName is about (IAM API reference: it defaults to the caller).
EventObjects objectsOf(std::string_view action, const simdjson::dom::element& record,
                       std::string_view account, const std::string& callerKey,
                       const std::string& callerTitle);

/// A text by pointer below `value` ("requestParameters/roleName"); empty where there is none.
std::string_view textAt(const simdjson::dom::element& value, std::string_view path);

} // namespace countersign::aws

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/azure/kinds.h"
#include "models/identity/document.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The normal forms of docs/formats/documents.md, "Azure and Microsoft Entra".
namespace countersign::azure {

std::string lowerText(std::string_view text);

/// A document in the making.
struct Made {
  ObjectName object;
  Json content;
  std::vector<std::pair<std::string, std::string>> spellings; ///< lower case, as written
  std::vector<std::string> secrets;                           ///< pointers into the object
  Json created; ///< who made it when, where only some forms of export say so: an observation
};

/// Puts together the members of an object's content.
class Builder {
public:
  explicit Builder(const Json& from) : from_(from) {}
  const Json& from() const { return from_; }

  void copy(const char* name);     ///< a text, a flag that is true, a list, an object; unless empty
  void lower(const char* name);    ///< a text that is compared without case
  void spelled(const char* name);  ///< likewise, and its spelling is kept
  void set(const char* name);      ///< texts in any order
  void lowerSet(const char* name); ///< likewise without case, and their spellings are kept
  void ids(const char* name);      ///< object ids of a list of objects or ids; also where it is empty
  void time(const char* name, const char* to); ///< nothing where it is no time
  void put(const char* name, Json value) { content_.setUnlessEmpty(name, std::move(value)); }
  Json take() { return std::move(content_); }
  std::vector<std::pair<std::string, std::string>> spellings;

private:
  const Json& from_;
  Json content_ = Json::object();
};

/// A list's objects in a fixed order, each once.
Json sortedValues(std::vector<Json> values);
/// A time in the documents' spelling; null where it is none.
Json normalTime(const Json& time);

/// Each gives false where the object has no name. `context`: of the list that it is in.
using Make = bool (*)(const Json& object, std::string_view context, Made& out);
bool makeServicePrincipal(const Json& object, std::string_view context, Made& out);
bool makeApplication(const Json& object, std::string_view context, Made& out);
bool makeGroup(const Json& object, std::string_view context, Made& out);
bool makeUser(const Json& object, std::string_view context, Made& out);
bool makeAppRoleAssignment(const Json& object, std::string_view context, Made& out);
bool makeDelegatedGrant(const Json& object, std::string_view context, Made& out);
bool makeFederatedCredential(const Json& object, std::string_view context, Made& out);
bool makeDirectoryRole(const Json& object, std::string_view context, Made& out);
bool makeDirectoryAssignment(const Json& object, std::string_view context, Made& out);
bool makeAccessPolicy(const Json& object, std::string_view context, Made& out);
bool makeRoleDefinition(const Json& object, std::string_view context, Made& out);
bool makeRoleAssignment(const Json& object, std::string_view context, Made& out);
bool makeDenyAssignment(const Json& object, std::string_view context, Made& out);
bool makeScope(const Json& object, std::string_view context, Made& out);

/// The maker of a kind.
Make makerOf(std::string_view kind);

} // namespace countersign::azure

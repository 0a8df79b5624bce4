// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

namespace countersign::vault {

using Metadata = std::map<std::string, std::string>;

/// One login of an entity: its name at an auth mount.
struct Alias {
  std::string id, name, mountAccessor;
  Metadata metadata, customMetadata;
};

struct Entity {
  std::string id, name, namespaceId;
  bool disabled = false;
  Metadata metadata;
  std::vector<Alias> aliases;
  std::vector<std::string> policies;
  std::vector<std::string> groupIds; ///< as the engine lists them, direct and inherited
  std::vector<std::string> mergedIds;
  bool groupsListed = true; ///< false: the answer said nothing of groups
};

struct Group {
  std::string id, name, namespaceId;
  Metadata metadata;
  std::vector<std::string> policies, memberEntityIds, memberGroupIds, parentGroupIds;
};

} // namespace countersign::vault

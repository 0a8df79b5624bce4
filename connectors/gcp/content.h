// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <optional>
#include <string>

/// The normal forms of docs/formats/documents.md: only what is named here gets into a document.
namespace countersign::gcpcontent {

/// "//service/path" of a resource; "projects/p", "folders/1", "organizations/1" as they are. Empty: no name.
std::string nodeName(std::string_view text);
/// What a file name says that a policy is of: "projects_p-dev.json", "folders_1.json",
/// "organizations_1.json", "bucket_b.json"; else empty.
std::string nodeOfFile(std::string_view fileName);

// Each nullopt: not to be used, something that it needs is not there.
std::optional<Document> policy(const std::string& node, const Json& json);
std::optional<Document> deny(const Json& json);
std::optional<Document> role(const Json& json);
std::optional<Document> account(const Json& json);
std::optional<Document> container(const Json& json);
std::optional<Document> group(const std::string& name, const Json& members);
Document ancestry(const std::string& node, const std::string& number, const std::string& parent);
/// The account's email and the key; nothing for a key that Google manages and turns by itself.
struct Key {
  std::string account, project;
  Json content; ///< null: managed by Google
};
std::optional<Key> key(const Json& json);
Document keys(const std::string& account, const std::string& project, Json list);

} // namespace countersign::gcpcontent

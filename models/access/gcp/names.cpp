// SPDX-License-Identifier: Apache-2.0
#include "models/access/gcp/names.h"

#include "models/identity/keys_gcp.h"

#include <algorithm>
#include <array>

namespace countersign::gcp {
namespace {

constexpr std::string_view manager = "cloudresourcemanager.googleapis.com";
constexpr std::array<std::string_view, 3> containers{"organizations/", "folders/", "projects/"};

/// "projects/p" of "projects/p/…"; empty where the path begins with no container.
std::string_view leadingContainer(std::string_view path) {
  for (const std::string_view kind : containers) {
    if (!path.starts_with(kind)) continue;
    const std::string_view id = path.substr(kind.size(), path.find('/', kind.size()) - kind.size());
    if (!id.empty() && id != "_" && id != "-") return path.substr(0, kind.size() + id.size());
  }
  return {};
}

} // namespace

bool isNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lowered(std::string_view text) {
  return keys::gcpLowered(text);
}

bool isContainer(std::string_view node) {
  const std::string_view lead = leadingContainer(node);
  return !lead.empty() && lead.size() == node.size();
}

std::string nodeName(std::string_view text) {
  return keys::gcpNodeName(text);
}

std::string serviceOf(std::string_view node) {
  if (!node.starts_with("//")) return {};
  return std::string(node.substr(2, node.find('/', 2) - 2));
}

std::string pathOf(std::string_view node) {
  if (!node.starts_with("//")) return std::string(node);
  const auto slash = node.find('/', 2);
  return slash == std::string_view::npos ? std::string() : std::string(node.substr(slash + 1));
}

std::string fullName(const std::string& node) {
  if (node.empty() || node.starts_with("//")) return node;
  return "//" + std::string(manager) + '/' + node;
}

std::vector<std::string> prefixesOf(const std::string& node, std::size_t most) {
  std::vector<std::string> out;
  if (!node.starts_with("//")) return out;
  const std::size_t begin = node.find('/', 2);
  for (std::size_t at = node.rfind('/'); at != std::string::npos && at > begin && out.size() < most;
       at = node.rfind('/', at - 1)) {
    const std::string_view path = std::string_view(node).substr(begin + 1, at - begin - 1);
    if (isContainer(path) || path.find('/') == std::string_view::npos) break;
    out.push_back(node.substr(0, at));
  }
  return out;
}

std::string containerIn(const std::string& node) {
  const std::string path = pathOf(node);
  return std::string(leadingContainer(path));
}

std::string attachmentPoint(std::string_view policyName) {
  return keys::gcpAttachmentPoint(policyName);
}

// IAM documentation, "Permissions supported in deny policies": the service is typically that of the v1 name,
// with ".googleapis.com".
std::string permissionKey(std::string_view permission) {
  if (permission.find('/') != std::string_view::npos) return std::string(permission);
  const auto dot = permission.find('.');
  if (dot == std::string_view::npos) return std::string(permission);
  const std::string_view service = permission.substr(0, dot);
  const std::string_view domain = service == "resourcemanager" ? "cloudresourcemanager" : service;
  return std::string(domain) + ".googleapis.com/" + std::string(permission.substr(dot + 1));
}

} // namespace countersign::gcp

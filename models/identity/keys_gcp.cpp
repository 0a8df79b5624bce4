// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys_gcp.h"

#include <array>
#include <utility>

namespace countersign::keys {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;
/// Forms of deny policies and those of allow policies that mean the same.
constexpr std::array<Pair, 3> sameForms{
    {{"principal://iam.googleapis.com/projects/-/serviceAccounts/", "serviceAccount:"},
     {"principal://goog/subject/", "user:"},
     {"principalSet://goog/group/", "group:"}}};
constexpr std::array<std::string_view, 4> mails{"serviceAccount:", "user:", "group:", "domain:"};

/// "serviceAccount:p.svc.id.goog[ns/sa]" and the same as a subject of its pool.
std::string gke(std::string_view member) {
  constexpr std::string_view tail = ".svc.id.goog", pools = "/workloadIdentityPools/",
                             account = "serviceAccount:";
  const auto open = member.find('[');
  if (member.starts_with(account) && open != std::string_view::npos && member.ends_with("]")) {
    const std::string_view pool = member.substr(account.size(), open - account.size());
    const std::string_view inner = member.substr(open + 1, member.size() - open - 2);
    const auto slash = inner.find('/');
    if (pool.ends_with(tail) && slash != std::string_view::npos)
      return "gke:" + std::string(pool) + '/' + std::string(inner.substr(0, slash)) + '/' +
             std::string(inner.substr(slash + 1));
  }
  const auto at = member.find(pools);
  if (!member.starts_with("principal://") || at == std::string_view::npos) return {};
  const std::string_view rest = member.substr(at + pools.size());
  const auto subject = rest.find("/subject/ns/"), sa = rest.find("/sa/");
  if (subject == std::string_view::npos || sa == std::string_view::npos || sa < subject + 12) return {};
  const std::string_view pool = rest.substr(0, subject);
  if (!pool.ends_with(tail)) return {};
  return "gke:" + std::string(pool) + '/' + std::string(rest.substr(subject + 12, sa - subject - 12)) + '/' +
         std::string(rest.substr(sa + 4));
}

int hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string percentDecoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return out;
}

bool isContainer(std::string_view text) {
  for (const std::string_view kind :
       {std::string_view("organizations/"), std::string_view("folders/"), std::string_view("projects/")})
    if (text.starts_with(kind)) {
      const std::string_view id = text.substr(kind.size());
      return !id.empty() && id.find('/') == std::string_view::npos && id != "_" && id != "-";
    }
  return false;
}

} // namespace

std::string gcpLowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string gcpId(std::string_view uniqueId) {
  return uniqueId.empty() ? std::string() : "gcp-id:" + std::string(uniqueId);
}

std::string gcpMember(std::string_view member) {
  if (member == "principalSet://goog/public:all") member = "allUsers";
  if (const std::string workload = gke(member); !workload.empty()) return "gcp-member:" + workload;
  std::string out(member);
  for (const auto& [from, to] : sameForms)
    if (member.starts_with(from)) out = std::string(to) + std::string(member.substr(from.size()));
  for (const std::string_view mail : mails)
    if (out.starts_with(mail))
      out = std::string(mail) + gcpLowered(std::string_view(out).substr(mail.size()));
  return out.empty() ? out : "gcp-member:" + out;
}

std::string gcpNodeName(std::string_view text) {
  if (!text.starts_with("//")) return isContainer(text) ? std::string(text) : std::string();
  const auto slash = text.find('/', 2);
  if (slash == std::string_view::npos || slash == 2 || slash + 1 == text.size()) return {};
  const std::string_view path = text.substr(slash + 1);
  if (text.substr(2, slash - 2) == "cloudresourcemanager.googleapis.com" && isContainer(path))
    return std::string(path);
  return std::string(text);
}

std::string gcpNode(std::string_view node) {
  const std::string name = gcpNodeName(node);
  return name.empty() ? name : "gcp-node:" + name;
}

std::string gcpRole(std::string_view name) {
  return name.empty() ? std::string() : "gcp-role:" + std::string(name);
}

std::string gcpAttachmentPoint(std::string_view policyName) {
  constexpr std::string_view begin = "policies/";
  const std::size_t end = policyName.rfind("/denypolicies");
  if (!policyName.starts_with(begin) || end == std::string_view::npos || end <= begin.size()) return {};
  return gcpNodeName("//" + percentDecoded(policyName.substr(begin.size(), end - begin.size())));
}

} // namespace countersign::keys

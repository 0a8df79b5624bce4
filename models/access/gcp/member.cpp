// SPDX-License-Identifier: Apache-2.0
// IAM documentation, "Principal identifiers": for allow policies (v1) and for deny policies (v2).
#include "models/access/gcp/member.h"

#include "models/access/gcp/names.h"

#include <array>

namespace countersign::gcp {
namespace {

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

void set(Member& out, MemberKind kind, std::string name) {
  out.kind = name.empty() && kind != MemberKind::Pool ? MemberKind::Other : kind;
  out.name = std::move(name);
}

/// "p.svc.id.goog[ns/ksa]".
bool readGke(std::string_view text, Member& out) {
  const auto open = text.find('[');
  if (open == std::string_view::npos || !text.ends_with("]")) return false;
  const std::string_view pool = text.substr(0, open);
  const std::string_view inner = text.substr(open + 1, text.size() - open - 2);
  const auto slash = inner.find('/');
  if (!pool.ends_with(".svc.id.goog") || slash == std::string_view::npos) return false;
  out.pool = pool;
  set(out, MemberKind::Subject,
      "ns/" + std::string(inner.substr(0, slash)) + "/sa/" + std::string(inner.substr(slash + 1)));
  return true;
}

/// What follows "principal(Set)://iam.googleapis.com/": pool and what of it.
void readPool(std::string_view text, bool single, Member& out) {
  for (const std::string_view kind : {"/workloadIdentityPools/", "/workforcePools/"}) {
    const std::string whole = '/' + std::string(text);
    const auto at = whole.find(kind);
    if (at == std::string::npos) continue;
    const auto end = whole.find('/', at + kind.size());
    if (end == std::string::npos) return;
    const std::string id = whole.substr(at + kind.size(), end - at - kind.size());
    out.pool = id.ends_with(".svc.id.goog") ? id : whole.substr(1, end - 1);
    const std::string rest = whole.substr(end + 1);
    const auto slash = rest.find('/');
    const std::string what = rest.substr(0, slash);
    const std::string value = slash == std::string::npos ? std::string() : rest.substr(slash + 1);
    if (single) return what == "subject" ? set(out, MemberKind::Subject, value) : void();
    if (rest == "*") return set(out, MemberKind::Pool, {});
    if (what == "group") return set(out, MemberKind::PoolGroup, value);
    if (what == "subject" || what.empty()) return;
    out.attribute = what;
    return set(out, MemberKind::PoolAttribute, value);
  }
}

void readPrincipal(std::string_view text, bool single, Member& out) {
  if (take(text, "goog/subject/")) return set(out, MemberKind::User, lowered(text));
  if (take(text, "goog/group/")) return set(out, MemberKind::Group, lowered(text));
  if (text == "goog/public:all") return set(out, MemberKind::AllUsers, "allUsers");
  if (take(text, "iam.googleapis.com/projects/-/serviceAccounts/"))
    return set(out, MemberKind::ServiceAccount, lowered(text));
  if (take(text, "iam.googleapis.com/")) return readPool(text, single, out);
  if (!single && take(text, "cloudresourcemanager.googleapis.com/")) {
    constexpr std::string_view type = "/type/ServiceAccount";
    if (!text.ends_with(type)) return;
    const std::string_view node = text.substr(0, text.size() - type.size());
    if (isContainer(node)) set(out, MemberKind::AccountsOf, std::string(node));
  }
}

struct Prefix {
  std::string_view text;
  MemberKind kind;
  const char* role;
};
constexpr std::array<Prefix, 7> prefixes{{{"user:", MemberKind::User, ""},
                                          {"serviceAccount:", MemberKind::ServiceAccount, ""},
                                          {"group:", MemberKind::Group, ""},
                                          {"domain:", MemberKind::Domain, ""},
                                          {"projectOwner:", MemberKind::ProjectRole, "roles/owner"},
                                          {"projectEditor:", MemberKind::ProjectRole, "roles/editor"},
                                          {"projectViewer:", MemberKind::ProjectRole, "roles/viewer"}}};

void readPlain(std::string_view text, Member& out) {
  if (text == "allUsers") return set(out, MemberKind::AllUsers, std::string(text));
  if (text == "allAuthenticatedUsers") return set(out, MemberKind::AllAuthenticated, std::string(text));
  if (take(text, "principal://")) return readPrincipal(text, true, out);
  if (take(text, "principalSet://")) return readPrincipal(text, false, out);
  for (const Prefix& prefix : prefixes) {
    if (!take(text, prefix.text)) continue;
    if (prefix.kind == MemberKind::ServiceAccount && readGke(text, out)) return;
    out.attribute = prefix.role;
    const bool project = prefix.kind == MemberKind::ProjectRole;
    return set(out, prefix.kind, project ? "projects/" + std::string(text) : lowered(text));
  }
}

} // namespace

Member readMember(std::string_view text) {
  Member out;
  out.text = text;
  if (take(text, "deleted:")) {
    out.deleted = true;
    const auto uid = text.rfind("?uid=");
    if (uid != std::string_view::npos) {
      out.uid = text.substr(uid + 5);
      text = text.substr(0, uid);
    }
  }
  readPlain(text, out);
  return out;
}

bool Member::single() const {
  return kind == MemberKind::User || kind == MemberKind::ServiceAccount || kind == MemberKind::Subject;
}

bool Member::same(const Member& other) const {
  if (kind != other.kind || deleted != other.deleted || uid != other.uid) return false;
  if (kind == MemberKind::Other) return text == other.text;
  return name == other.name && pool == other.pool && attribute == other.attribute;
}

std::string Member::key() const {
  if (kind == MemberKind::Other) return "other " + text;
  std::string out = std::to_string(static_cast<int>(kind)) + ' ' + pool + ' ' + attribute + ' ' + name;
  if (deleted) out += " deleted " + uid;
  return out;
}

} // namespace countersign::gcp

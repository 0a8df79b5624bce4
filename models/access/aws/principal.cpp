// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/principal.h"

#include <algorithm>

namespace countersign::iam {
namespace {

using Kind = Principal::Kind;

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// "role/path/name" behind its type: path with slashes on both ends, and name.
void takePath(std::string_view rest, Principal& out) {
  const auto slash = rest.rfind('/');
  out.name = std::string(slash == std::string_view::npos ? rest : rest.substr(slash + 1));
  out.path = slash == std::string_view::npos ? "/" : "/" + std::string(rest.substr(0, slash + 1));
}

void takeIam(std::string_view resource, Principal& out) {
  if (resource == "root") {
    out.kind = Kind::Root;
  } else if (resource.substr(0, 5) == "user/") {
    out.kind = Kind::User;
    takePath(resource.substr(5), out);
  } else if (resource.substr(0, 5) == "role/") {
    out.kind = Kind::Role;
    takePath(resource.substr(5), out);
  } else if (resource.substr(0, 14) == "oidc-provider/" || resource.substr(0, 14) == "saml-provider/") {
    out.kind = Kind::Federated;
  }
}

void takeSts(std::string_view resource, Principal& out) {
  constexpr std::string_view role = "assumed-role/", federated = "federated-user/";
  if (resource.substr(0, role.size()) == role) {
    const std::string_view rest = resource.substr(role.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return;
    out.kind = Kind::RoleSession;
    out.name = std::string(rest.substr(0, slash));
    out.session = std::string(rest.substr(slash + 1));
  } else if (resource.substr(0, federated.size()) == federated) {
    out.kind = Kind::FederatedUser;
    out.name = std::string(resource.substr(federated.size()));
  }
}

/// The ARN of its root or its number stand for the account ("AWS account principals").
std::string accountNamed(const std::string& text) {
  if (isAccountId(text)) return text;
  const auto fields = arnFields(text);
  return fields.size() == 6 && fields[2] == "iam" && fields[5] == "root" ? std::string(fields[4])
                                                                         : std::string();
}

void raise(Truth& truth, Truth to) {
  truth = either(truth, to);
}

void matchAws(const std::string& named, const Principal& who, bool sessionKnown, PrincipalMatch& out) {
  if (named == "*") return raise(out.direct, Truth::Yes);
  if (!who.isIam()) return;
  if (const std::string account = accountNamed(named); !account.empty()) {
    if (account == who.account) raise(who.kind == Kind::Root ? out.direct : out.account, Truth::Yes);
    return;
  }
  if (named == who.text) return raise(who.kind == Kind::Role ? out.role : out.direct, Truth::Yes);
  const Principal other = principalOf(named);
  if (other.account != who.account || other.name != who.name) return;
  // The ARN of a session has no path; names of roles are unique in an account.
  if (who.kind == Kind::RoleSession && other.kind == Kind::Role) raise(out.role, Truth::Yes);
  const bool anySession =
      (who.kind == Kind::Role && !sessionKnown) || (who.kind == Kind::RoleSession && who.sessionIsSample);
  if (anySession && other.kind == Kind::RoleSession) {
    raise(out.direct, Truth::If);
    out.condition = "the session of the role is named " + other.session;
  }
}

} // namespace

std::vector<std::string_view> arnFields(std::string_view text) {
  std::vector<std::string_view> out;
  while (out.size() < 5) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    out.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  out.push_back(text);
  return out;
}

bool isAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Principal principalOf(std::string_view text) {
  Principal out;
  out.text = std::string(text);
  if (text.empty() || text == "*") {
    out.kind = Kind::Anonymous;
    return out;
  }
  const auto fields = arnFields(text);
  if (fields.size() == 6 && fields[0] == "arn") {
    out.account = std::string(fields[4]);
    if (fields[2] == "iam") takeIam(fields[5], out);
    if (fields[2] == "sts") takeSts(fields[5], out);
  } else if (endsWith(text, ".amazonaws.com") || endsWith(text, ".amazonaws.com.cn") ||
             endsWith(text, ".amazon.com")) {
    out.kind = text == "cognito-identity.amazonaws.com" || text == "www.amazon.com" ? Kind::Federated
                                                                                    : Kind::Service;
  } else if (isAccountId(text)) {
    out.kind = Kind::Root;
    out.account = out.text;
  } else if (text.find('.') != std::string_view::npos) {
    out.kind = Kind::Federated;
  }
  return out;
}

PrincipalMatch matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown) {
  PrincipalMatch out;
  for (const auto& [type, names] : list.names)
    for (const std::string& name : names) {
      if (type == "AWS")
        matchAws(name, who, sessionKnown, out);
      else if (type == "Service" && who.kind == Kind::Service && name == who.text)
        raise(out.direct, Truth::Yes);
      else if (type == "Federated" && who.kind == Kind::Federated && (name == who.text || name == "*"))
        raise(out.direct, Truth::Yes);
      else if (type == "CanonicalUser" && who.isIam()) {
        // Stands for an account (Amazon S3 User Guide, "Principals"); which one, only Amazon S3 knows.
        raise(out.account, Truth::Undecided);
        out.missing = "the account with the canonical user id " + name;
      } else if (type != "AWS" && type != "Service" && type != "Federated" && type != "CanonicalUser") {
        raise(out.direct, Truth::Undecided);
        out.missing = "principals of the type " + type;
      }
    }
  if (!list.negated) return out;
  // NotPrincipal: the account has to be named besides the user or role, so its name alone leaves out nobody
  // but the root user (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
  const Truth named = either(out.role, out.direct);
  out.account = out.role = Truth::No;
  out.direct = inverse(named);
  if (named == Truth::If) out.condition = "not that " + out.condition;
  return out;
}

} // namespace countersign::iam

// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace countersign::iam {
namespace {

using Kind = Principal::Kind;

bool endsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Takes a text apart that stays where it is.
class Taker {
public:
  Taker(std::string_view text, Principal& out) : text_(text), out_(out) {}

  void run() {
    if (text_.empty() || text_ == "*") {
      out_.kind = Kind::Anonymous;
      return;
    }
    const ArnFields fields(text_);
    if (!fields.empty() && fields[0] == "arn") {
      out_.accountPart = part(fields[4]);
      if (fields[2] == "iam") takeIam(fields[5]);
      if (fields[2] == "sts") takeSts(fields[5]);
    } else if (endsWith(text_, ".amazonaws.com") || endsWith(text_, ".amazonaws.com.cn") ||
               endsWith(text_, ".amazon.com")) {
      out_.kind = text_ == "cognito-identity.amazonaws.com" || text_ == "www.amazon.com" ? Kind::Federated
                                                                                         : Kind::Service;
    } else if (isAccountId(text_)) {
      out_.kind = Kind::Root;
      out_.accountPart = part(text_);
    } else if (text_.find('.') != std::string_view::npos) {
      out_.kind = Kind::Federated;
    }
  }

private:
  Principal::Part part(std::string_view of) const {
    return {static_cast<std::uint32_t>(of.data() - text_.data()), static_cast<std::uint32_t>(of.size())};
  }

  /// "/path/name" behind its type: path with slashes on both ends, and name.
  void takePath(Kind kind, std::string_view rest) {
    const auto slash = rest.rfind('/');
    out_.kind = kind;
    out_.namePart = part(rest.substr(slash + 1));
    out_.pathPart = part(rest.substr(0, slash + 1));
  }

  void takeIam(std::string_view resource) {
    if (resource == "root")
      out_.kind = Kind::Root;
    else if (resource.substr(0, 5) == "user/")
      takePath(Kind::User, resource.substr(4));
    else if (resource.substr(0, 5) == "role/")
      takePath(Kind::Role, resource.substr(4));
    else if (resource.substr(0, 14) == "oidc-provider/" || resource.substr(0, 14) == "saml-provider/")
      out_.kind = Kind::Federated;
  }

  void takeSts(std::string_view resource) {
    constexpr std::string_view role = "assumed-role/", federated = "federated-user/";
    if (resource.substr(0, role.size()) == role) {
      const std::string_view rest = resource.substr(role.size());
      const auto slash = rest.find('/');
      if (slash == std::string_view::npos) return;
      out_.kind = Kind::RoleSession;
      out_.namePart = part(rest.substr(0, slash));
      out_.sessionPart = part(rest.substr(slash + 1));
    } else if (resource.substr(0, federated.size()) == federated) {
      out_.kind = Kind::FederatedUser;
      out_.namePart = part(resource.substr(federated.size()));
    }
  }

  std::string_view text_;
  Principal& out_;
};

/// The ARN of its root or its number stand for the account ("AWS account principals").
std::string_view accountOf(std::string_view text) {
  if (isAccountId(text)) return text;
  const ArnFields fields(text);
  return !fields.empty() && fields[2] == "iam" && fields[5] == "root" ? fields[4] : std::string_view();
}

void raise(Truth& truth, Truth to) {
  truth = either(truth, to);
}

void matchAws(const PrincipalName& named, const Principal& who, bool sessionKnown, PrincipalTruth& out,
              PrincipalWords* words) {
  const Principal& other = named.who;
  if (other.text == "*") return raise(out.direct, Truth::Yes);
  if (!who.isIam()) return;
  if (other.text == who.text) return raise(who.kind == Kind::Role ? out.role : out.direct, Truth::Yes);
  if (const std::string_view account = named.accountNamed(); !account.empty()) {
    if (account == who.account()) raise(who.kind == Kind::Root ? out.direct : out.account, Truth::Yes);
    return;
  }
  if (other.account() != who.account() || other.name() != who.name()) return;
  // The ARN of a session has no path; names of roles are unique in an account.
  if (who.kind == Kind::RoleSession && other.kind == Kind::Role) raise(out.role, Truth::Yes);
  const bool anySession =
      (who.kind == Kind::Role && !sessionKnown) || (who.kind == Kind::RoleSession && who.sessionIsSample);
  if (anySession && other.kind == Kind::RoleSession) {
    raise(out.direct, Truth::If);
    if (words != nullptr)
      words->condition = "the session of the role is named " + std::string(other.session());
  }
}

PrincipalName::Type typeOf(std::string_view text) {
  using Type = PrincipalName::Type;
  return text == "AWS"             ? Type::Aws
         : text == "Service"       ? Type::Service
         : text == "Federated"     ? Type::Federated
         : text == "CanonicalUser" ? Type::CanonicalUser
                                   : Type::Other;
}

constexpr std::size_t wordSize = 8;

/// A bit for each ':' among the first eight bytes: the lowest byte is the first one.
std::uint64_t colonsAt(std::string_view text) {
  constexpr std::uint64_t each = 0x0101010101010101U, low = each * 0x7FU;
  std::uint64_t word = 0;
  if (std::endian::native == std::endian::little && text.size() >= wordSize)
    std::memcpy(&word, text.data(), wordSize);
  else
    for (std::size_t i = 0; i < std::min(text.size(), wordSize); ++i)
      word |= std::uint64_t{static_cast<unsigned char>(text[i])} << (8 * i);
  word ^= each * static_cast<unsigned char>(':');
  return ~(((word & low) + low) | word | low);
}

} // namespace

PrincipalName::PrincipalName(std::string_view ofType, std::string_view name)
    : type(typeOf(ofType)), typeText(ofType), who(principalOf(name)) {
  const std::string_view named = accountOf(who.text);
  if (!named.empty())
    account = {static_cast<std::uint32_t>(named.data() - who.text.data()),
               static_cast<std::uint32_t>(named.size())};
}

/// Eight bytes at a time: this is done for each request.
ArnFields::ArnFields(std::string_view text) {
  std::size_t begin = 0, field = 0;
  for (std::size_t at = 0; at < text.size(); at += wordSize)
    for (std::uint64_t found = colonsAt(text.substr(at)); found != 0; found &= found - 1) {
      const std::size_t colon = at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
      fields_[field] = text.substr(begin, colon - begin);
      begin = colon + 1;
      if (++field + 1 < fields_.size()) continue;
      fields_[field] = text.substr(begin);
      there_ = true;
      return;
    }
}

bool isAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Principal principalOf(std::string_view text) {
  Principal out;
  assignPrincipal(out, text);
  return out;
}

void assignPrincipal(Principal& out, std::string_view text) {
  out.text.assign(text);
  out.kind = Kind::Other;
  out.accountPart = out.namePart = out.pathPart = out.sessionPart = {};
  out.sessionIsSample = false;
  Taker(out.text, out).run();
}

PrincipalTruth matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown,
                              PrincipalWords* words) {
  PrincipalTruth out;
  using Type = PrincipalName::Type;
  const auto missing = [words](const char* what, const std::string& name) {
    if (words != nullptr) words->missing = what + name;
  };
  for (const PrincipalName& named : list.names) {
    const std::string& name = named.who.text;
    if (named.type == Type::Aws)
      matchAws(named, who, sessionKnown, out, words);
    else if (named.type == Type::Service && who.kind == Kind::Service && name == who.text)
      raise(out.direct, Truth::Yes);
    else if (named.type == Type::Federated && who.kind == Kind::Federated &&
             (name == who.text || name == "*"))
      raise(out.direct, Truth::Yes);
    else if (named.type == Type::CanonicalUser && who.isIam()) {
      // Stands for an account (Amazon S3 User Guide, "Principals"); which one, only Amazon S3 knows.
      raise(out.account, Truth::Undecided);
      missing("the account with the canonical user id ", name);
    } else if (named.type == Type::Other) {
      raise(out.direct, Truth::Undecided);
      missing("principals of the type ", named.typeText);
    }
  }
  if (!list.negated) return out;
  // NotPrincipal: the account has to be named besides the user or role, so its name alone leaves out nobody
  // but the root user (IAM User Guide, "AWS JSON policy elements: NotPrincipal").
  const Truth named = either(out.role, out.direct);
  out.account = out.role = Truth::No;
  out.direct = inverse(named);
  if (named == Truth::If && words != nullptr) words->condition = "not that " + words->condition;
  return out;
}

PrincipalMatch matchPrincipal(const PrincipalList& list, const Principal& who, bool sessionKnown) {
  PrincipalMatch out;
  static_cast<PrincipalTruth&>(out) = matchPrincipal(list, who, sessionKnown, &out);
  return out;
}

} // namespace countersign::iam

// SPDX-License-Identifier: Apache-2.0
#include "tests/review/drawn_estate.h"

namespace countersign::second {
namespace {

const Texts& actions() {
  static const Texts all{"*",
                         "s3:*",
                         "s3:Get*",
                         "s3:GetObject",
                         "S3:getobject",
                         "s3:PutObject",
                         "s3:?etObject",
                         "s3:*Object",
                         "ec2:Describe*",
                         "s3:GetObjectAcl"};
  return all;
}
const Texts& resources() {
  static const Texts all{"*",
                         "arn:aws:s3:::logs/*",
                         "arn:aws:s3:::logs*",
                         "arn:aws:s3:::*/a",
                         "arn:aws:s3:::logs/a",
                         "arn:aws:s3:::logs/a?",
                         "arn:aws:s3:::data/a"};
  return all;
}

} // namespace

std::string arnOf(const Role& role) {
  return "arn:aws:iam::" + role.account + ":role/" + role.name;
}

Texts Drawing::some(const Texts& of, std::size_t most) {
  Texts out;
  for (std::size_t n = 1 + below(most); n > 0; --n)
    if (const std::string& text = one(of); std::find(out.begin(), out.end(), text) == out.end())
      out.push_back(text);
  return out;
}

Statement Drawing::statement(bool conditions) {
  Statement s;
  s.allow = below(4) != 0;
  s.actions = some(actions(), 2);
  s.resources = some(resources(), 2);
  s.notAction = below(12) == 0;
  s.notResource = below(12) == 0;
  if (conditions && below(3) == 0) s.op = static_cast<Op>(1 + below(3));
  return s;
}

Policy Drawing::policy(std::size_t most, bool conditions) {
  Policy out;
  for (std::size_t n = 1 + below(most); n > 0; --n)
    out.push_back(statement(conditions));
  return out;
}

Role Drawing::role(std::size_t number) {
  const bool conditions = below(3) == 0;
  Role out;
  out.name = "role-" + std::to_string(number);
  out.account = number % 2 == 0 ? "111122223333" : "444455556666";
  out.intent = policy(3, conditions);
  // What is applied is often nearly what was asked for.
  out.live = below(2) == 0 ? out.intent : policy(3, conditions);
  if (below(2) == 0) out.live.push_back(statement(conditions));
  out.hasBoundary = below(3) == 0;
  if (out.hasBoundary) out.boundary = policy(2, conditions);
  return out;
}

Levels Drawing::guardrails(bool conditions) {
  const Policy all{{true, false, false, {"*"}, {"*"}, Op::None}};
  Levels out{all, all};
  if (below(2) == 0) {
    Statement deny = statement(conditions);
    deny.allow = false;
    out.back().push_back(deny);
  }
  return out;
}

Rule Drawing::rule() {
  Rule out;
  out.verbs = some({"get", "create", "*"}, 2);
  if (below(6) == 0) {
    out.urls = some({"/healthz", "/metrics*", "/api/*"}, 2);
    return out;
  }
  out.groups = some({"", "apps", "*"}, 2);
  out.resources = some({"pods", "pods/log", "secrets", "*/log", "*"}, 2);
  if (below(3) == 0) out.names = some({"a", "b"}, 2);
  return out;
}

std::vector<Bound> Drawing::bound() {
  std::vector<Bound> out;
  for (std::size_t n = below(3); n > 0; --n) {
    Bound b;
    b.wide = below(3) == 0;
    b.ns = b.wide ? "" : one({"n", "m"});
    b.toGroup = below(5) == 0;
    for (std::size_t k = 1 + below(2); k > 0; --k)
      b.rules.push_back(rule());
    out.push_back(std::move(b));
  }
  return out;
}

Estate Drawing::estate(unsigned number) {
  Estate out;
  constexpr std::size_t roles = 8, accounts = 4;
  for (std::size_t i = 0; i < roles; ++i)
    out.roles.push_back(role(i));
  for (const char* account : {"111122223333", "444455556666"})
    out.levels[account] = guardrails(below(2) == 0);
  out.organization = number % 4 != 1;
  out.roles[0].declared = number % 4 != 2;
  out.roles[1].allShown = number % 4 != 3;
  for (std::size_t i = 0; i < accounts; ++i) {
    Account a{"sa-" + std::to_string(i), i != 0 || number % 4 != 2, bound(), {}};
    a.live = below(2) == 0 ? a.intent : bound();
    out.accounts.push_back(std::move(a));
  }
  // A group has all accounts of its namespace: only the last account is bound through it, for all.
  for (std::size_t i = 0; i < accounts; ++i)
    for (auto* list : {&out.accounts[i].intent, &out.accounts[i].live})
      for (Bound& b : *list)
        b.toGroup = b.toGroup && i + 1 == accounts;
  for (const Role& r : out.roles)
    out.tickets.push_back({"aws:" + arnOf(r), one(actions()), one(resources())});
  return out;
}

} // namespace countersign::second

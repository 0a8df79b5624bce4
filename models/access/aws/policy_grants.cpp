// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/policy_grants.h"

namespace countersign {
namespace {

constexpr std::size_t productLimit = 256;

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& t : texts)
    out += (out.empty() ? "" : ", ") + t;
  return out;
}

struct Sides {
  std::vector<std::string> actions, resources;
  bool exact = true;
};

Sides sidesOf(const Json& statement) {
  Sides out;
  out.actions = statement["action"].strings();
  out.resources = statement["resource"].strings();
  if (statement.has("notAction")) {
    out.actions = {"everything but " + joined(statement["notAction"].strings())};
    out.exact = false;
  }
  if (statement.has("notResource")) {
    out.resources = {"everything but " + joined(statement["notResource"].strings())};
    out.exact = false;
  }
  if (out.resources.empty()) // a trust policy, or a statement that AWS would refuse
    out.resources = {"*"};
  if (out.actions.size() * out.resources.size() > productLimit) {
    out.resources = {joined(out.resources)};
    out.exact = false;
  }
  return out;
}

} // namespace

void appendPolicyGrants(DocumentReader& reader, const Json& policy, const std::string& path,
                        const HeldDocumentPtr& document, const std::string& inner, GrantList& out) {
  if (policy.has("unparsed")) {
    out.missing.push_back(path + " is not valid JSON, so what it gives is not known");
    return;
  }
  const Json::Array& statements = policy["statements"].items();
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const Json& s = statements[i];
    const Sides sides = sidesOf(s);
    const std::string condition =
        s["condition"].empty() ? std::string() : canonicalJsonOrThrow(s["condition"]);
    for (const std::string& action : sides.actions)
      for (const std::string& resource : sides.resources) {
        Grant g;
        g.deny = s["effect"].asString() == "Deny";
        g.action = action;
        g.shown = sides.exact ? reader.spelling(action) : action;
        g.resource = resource;
        g.condition = condition;
        g.path = path;
        g.exact = sides.exact;
        g.document = document;
        g.inner = inner + "/statements/" + std::to_string(i);
        out.grants.push_back(std::move(g));
      }
  }
}

} // namespace countersign

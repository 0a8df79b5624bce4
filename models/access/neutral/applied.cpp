// SPDX-License-Identifier: Apache-2.0
#include "models/access/grant.h"
#include "models/identity/keys.h"

namespace countersign {
namespace {

std::vector<std::string> either(const Json& content, const char* plural, const char* singular) {
  std::vector<std::string> out = content[plural].strings();
  return out.empty() ? content[singular].strings() : out;
}

std::string everythingBut(const std::vector<std::string>& texts) {
  std::string out = "everything but";
  for (const std::string& text : texts)
    out += (&text == &texts.front() ? " " : ", ") + text;
  return out;
}

std::string conditionOf(const Json& c) {
  for (const char* name : {"conditions_raw", "condition"})
    if (const Json& v = c[name]; !v.isNull() && !(v.isString() && v.asString().empty()))
      return v.isString() ? v.asString() : canonicalJsonOrThrow(v);
  return {};
}

void add(const HeldDocumentPtr& d, GrantList& out) {
  const Json& c = d->document.content;
  std::vector<std::string> actions = either(c, "actions", "action"),
                           resources = either(c, "resources", "resource");
  const std::string role = c["role"].asString(), scope = c["scope"].asString();
  if (actions.empty()) actions = {role.empty() ? everythingBut(c["not_actions"].strings()) : role};
  if (resources.empty()) resources = {scope.empty() ? "*" : scope};
  const std::string effect = c["effect"].asString();
  for (const std::string& action : actions)
    for (const std::string& resource : resources) {
      Grant g;
      g.deny = effect == "deny" || effect == "boundary" || effect == "guardrail";
      g.action = action;
      g.shown = action;
      g.resource = resource;
      g.condition = conditionOf(c);
      g.scope = scope;
      g.path = role.empty() ? "grant " + d->document.object.name : "role " + role;
      g.exact = !c.has("not_actions") && !c.has("not_resources");
      g.document = d;
      out.grants.push_back(std::move(g));
    }
}

} // namespace

GrantList neutralGrants(DocumentReader& reader, const std::string& key, SourceRole plane) {
  GrantList out;
  for (const HeldDocumentPtr& d :
       reader.naming(key, {"neutral.grant", "neutral.credential", "neutral.trust", "neutral.membership"})) {
    if (d->role != plane || d->document.object.kind != "neutral.grant") continue;
    out.known = true;
    add(d, out);
  }
  return out;
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/compare.h"

#include "models/access/aws/sides.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>

namespace countersign {
namespace {

using iam::SideReader;
using pattern::Cell;
using pattern::Saying;

constexpr std::string_view statements = "/statements/";

bool isNeutral(const Grant& g) {
  return !g.document || g.document->document.object.kind == "neutral.grant";
}

/// "policy Backup v7" of "policy Backup v7 ← role".
std::string nameOf(const Grant& g) {
  return g.path.substr(0, g.path.find(" ← "));
}

/// Is it "service:Operation", perhaps as a pattern?
bool isAction(const std::string& text) {
  return text.find(':') != std::string::npos || text == "*";
}

/// A grant of the neutral format as the statement that it would be.
Json statementOf(const Grant& g, const Json& content) {
  Json out = Json::object();
  out.set("Effect", g.deny ? "Deny" : "Allow");
  const auto list = [&](const char* negated, const char* name, const char* negatedName,
                        const std::string& text) {
    if (!content[negated].empty()) return out.set(negatedName, content[negated]);
    return out.set(name, text);
  };
  list("not_actions", "Action", "NotAction", g.action);
  list("not_resources", "Resource", "NotResource", g.resource);
  if (content["conditions_raw"].isObject()) out.set("Condition", content["conditions_raw"]);
  return out;
}

Saying neutralSaying(SideReader& reader, const Grant& g) {
  const Json none;
  const Json& content = g.document ? g.document->document.content : none;
  Json statement = Json::object();
  statement.set("Version", "2012-10-17").set("Statement", statementOf(g, content));
  const iam::Policy policy = iam::parsePolicy(statement, g.path);
  Saying out = reader.read(policy.statements.front(), g.path);
  if (!content["conditions_raw"].isObject() && !g.condition.empty()) {
    out.condition = '\x1f' + g.condition;
    out.conditionText = g.condition;
  }
  const std::string effect = content["effect"].asString();
  if (effect == "boundary" || effect == "guardrail")
    out.unreadable = "a " + effect + " limits what others give";
  else if (content["not_actions"].empty() && !isAction(g.action))
    out.unreadable = "what " + g.action + " permits is not known";
  else if (!g.exact && content["not_actions"].empty() && content["not_resources"].empty())
    out.unreadable = "it is not written with patterns";
  return out;
}

/// The statements that grants are of, each once.
class Statements {
public:
  Statements(SideReader& reader, AwsPolicies& policies, ComparedSide& side)
      : reader_(reader), policies_(policies), side_(side) {}

  void add(const Grant& g) {
    const auto at = isNeutral(g) ? std::string::npos : g.inner.rfind(statements);
    if (at == std::string::npos) return addSaying(side_, neutralSaying(reader_, g));
    const auto [known, isNew] = index_.try_emplace({g.document.get(), g.inner}, side_.sayings.size());
    if (isNew) {
      side_.sayings.push_back(read(g, at));
      texts_[known->second] = g.document->document.content.find(g.inner);
    }
    side_.cells.push_back(cellOf(g, known->second));
  }

private:
  Saying read(const Grant& g, std::size_t at) {
    const std::string name = nameOf(g);
    const auto policy = policies_.of({name, g.path, g.document, g.inner.substr(0, at), {}});
    std::size_t index = 0;
    const char* const begin = g.inner.data() + at + statements.size();
    const auto read = std::from_chars(begin, g.inner.data() + g.inner.size(), index);
    if (read.ec == std::errc() && index < policy->statements.size())
      return reader_.read(policy->statements[index], name + g.inner.substr(at));
    Saying out;
    out.effect = g.deny ? Saying::Effect::Deny : Saying::Effect::Allow;
    out.name = name;
    out.unreadable = "its statement is not there";
    return out;
  }

  /// Which pattern of a list it is; nothing: all of them.
  static std::optional<std::size_t> indexOf(const Json* list, const std::string& text) {
    if (list == nullptr) return {};
    if (list->isString()) return 0;
    for (std::size_t i = 0; i < list->size(); ++i)
      if (list->at(i).asString() == text) return i;
    return {};
  }

  Cell cellOf(const Grant& g, std::size_t saying) const {
    const Json* statement = texts_.at(saying);
    if (statement == nullptr) return {saying, {}, {}};
    return {saying, indexOf(&(*statement)["action"], g.action),
            indexOf(&(*statement)["resource"], g.resource)};
  }

  SideReader& reader_;
  AwsPolicies& policies_;
  ComparedSide& side_;
  std::map<std::pair<const HeldDocument*, std::string>, std::size_t> index_;
  std::map<std::size_t, const Json*> texts_;
};

void fill(SideReader& reader, AwsPolicies& policies, ComparedSide& side) {
  Statements all(reader, policies, side);
  for (const Grant& g : side.grants)
    all.add(g);
}

} // namespace

std::vector<GrantParts> awsCompare(const Grants& wide, const Grants& narrow, AwsPolicies& policies) {
  SideReader reader; // one for both: a variable is the same on both sides
  ComparedSide wideSide{wide}, narrowSide{narrow};
  fill(reader, policies, wideSide);
  fill(reader, policies, narrowSide);
  if (reader.tooMany())
    return allAlike(narrow, Tri::Unknown, "the policies have too many policy variables to compare them");
  return compareSides(wideSide, narrowSide);
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#include "app/conformance/aws_cases.h"

#include <algorithm>
#include <iostream>
#include <optional>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>

namespace countersign::conformance {
namespace {

const Json& firstOf(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (!object[name].isNull()) return object[name];
  static const Json none;
  return none;
}

/// What is known of the keys that fit a name: lower case, or a regular expression between slashes.
struct Constraint {
  std::string name;
  std::optional<std::regex> pattern;
  iam::Knowledge knowledge = iam::Knowledge::Sample;

  bool fits(const std::string& key) const { return pattern ? std::regex_match(key, *pattern) : key == name; }
};

/// Nothing where it is no regular expression; then the constraint is about no key.
std::optional<std::regex> regexOf(const std::string& text) {
  try {
    return std::regex(text, std::regex::icase);
  } catch (const std::regex_error&) {
    std::cerr << "no regular expression: " << text << '\n';
    return std::nullopt;
  }
}

std::vector<Constraint> constraintsOf(const Json& list) {
  std::vector<Constraint> out;
  for (const Json& item : list.items()) {
    Constraint c;
    const std::string& text = item["keyName"].asString();
    if (text.size() > 2 && text.front() == '/' && text.back() == '/')
      c.pattern = regexOf(text.substr(1, text.size() - 2));
    c.name = iam::lowered(text);
    c.knowledge = item["valueIsKnown"].asBool()      ? iam::Knowledge::Value
                  : item["presenceIsKnown"].asBool() ? iam::Knowledge::Presence
                                                     : iam::Knowledge::Sample;
    out.push_back(std::move(c));
  }
  return out;
}

} // namespace

std::vector<std::string> textsOf(const Json& value) {
  const auto text = [](const Json& v) {
    return v.isBool()     ? std::string(v.asBool() ? "true" : "false")
           : v.isInt()    ? std::to_string(v.asInt())
           : v.isDouble() ? ecmaNumber(v.asDouble())
                          : v.asString();
  };
  std::vector<std::string> out;
  if (!value.isArray()) return {text(value)};
  for (const Json& item : value.items())
    out.push_back(text(item));
  return out;
}

const iam::Policy* AwsPolicies::add(const Json& policy, std::string name) {
  JsonTape tape;
  tape.readTree(policy);
  return add(tape.root(), std::move(name));
}

const iam::Policy* AwsPolicies::add(JsonView policy, std::string name) {
  const bool named = policy.has("policy");
  if (named) name = policy["name"].asString();
  owned.push_back(iam::parsePolicy(named ? policy["policy"] : policy, std::move(name)));
  return &owned.back();
}

void AwsPolicies::clear() {
  owned.clear();
  for (auto* list : {&set.identity, &set.boundary, &set.session, &set.endpoint})
    list->clear();
  set.resource = nullptr;
  set.serviceControl.clear();
  set.resourceControl.clear();
}

void AwsPolicies::read(const Json& layers) {
  JsonTape tape;
  tape.readTree(layers);
  read(tape.root());
}

void AwsPolicies::read(JsonView layers) {
  const auto list = [&](JsonView policies, std::vector<const iam::Policy*>& out) {
    if (policies.isArray())
      for (const JsonView policy : policies)
        out.push_back(add(policy, std::to_string(out.size())));
  };
  const auto one = [&](std::initializer_list<const char*> names, std::vector<const iam::Policy*>& out) {
    for (const char* name : names) {
      const JsonView policy = layers[name];
      if (policy.isNull()) continue;
      if (policy.isArray()) return list(policy, out);
      if (policy.isObject()) out.push_back(add(policy, "policy"));
      return;
    }
  };
  const auto levels = [&](JsonView all, std::vector<iam::OrganizationLevel>& out) {
    if (all.isArray())
      for (const JsonView level : all) {
        out.push_back({std::string(level["orgIdentifier"].asString()), {}});
        list(level["policies"], out.back().policies);
      }
  };
  list(layers["identityPolicies"], set.identity);
  one({"permissionBoundaries", "permissionBoundaryPolicies", "permissionBoundary"}, set.boundary);
  one({"sessionPolicy", "sessionPolicies"}, set.session);
  one({"endpointPolicies", "vpcEndpointPolicies"}, set.endpoint);
  levels(layers["serviceControlPolicies"], set.serviceControl);
  levels(layers["resourceControlPolicies"], set.resourceControl);
  if (layers["resourcePolicy"].isObject()) set.resource = add(layers["resourcePolicy"], "ResourcePolicy");
}

bool isDiscovery(const Json& options) {
  return firstOf(options, {"mode", "simulationMode"}).asString() == "Discovery";
}

iam::Context contextOf(const Json& values, const Json& options) {
  iam::Context out;
  for (const auto& [key, value] : values.members())
    out.values[iam::lowered(key)] = textsOf(value);
  out.complete = !isDiscovery(options);
  if (out.complete) return out;
  const std::vector<Constraint> constraints = constraintsOf(options["discoveryContextKeyConstraints"]);
  out.knowledge = [constraints](const std::string& key) {
    const auto found = std::find_if(constraints.begin(), constraints.end(),
                                    [&](const Constraint& c) { return c.fits(key); });
    return found == constraints.end() ? iam::Knowledge::Sample : found->knowledge;
  };
  return out;
}

iam::Request requestOf(const Json& request, const Json& options) {
  const Json& who = request["principal"];
  const std::string& resource = request["resource"]["resource"].asString();
  const bool pattern =
      resource.find_first_of("*?") != std::string::npos && !request["wildcardOnlyAction"].asBool();
  iam::Principal principal = iam::principalOf(who.asString());
  principal.sessionIsSample = isDiscovery(options);
  return iam::requestOf(std::move(principal), request["action"].asString(), resource,
                        request["resource"]["accountId"].asString(), pattern,
                        contextOf(firstOf(request, {"context", "contextVariables"}), options));
}

iam::Evaluation evaluated(const iam::Request& request, const iam::PolicySet& policies) {
  iam::Evaluation out = iam::evaluate(request, policies);
  const iam::Decision quick = iam::decide(request, policies);
  if (quick.verdict != out.answer.verdict || quick.explicitDeny != out.answer.explicitDeny)
    throw std::logic_error("the verdict alone is another one: " + request.principal.text + ' ' +
                           request.action + ' ' + request.resource);
  return out;
}

std::string responseOf(const iam::Evaluation& evaluation) {
  const Answer& answer = evaluation.answer;
  switch (answer.verdict) {
  case Verdict::Allowed:
  case Verdict::Conditional:
    return "Allowed";
  case Verdict::Denied:
    return answer.explicitDeny ? "ExplicitlyDenied" : "ImplicitlyDenied";
  case Verdict::NotEvaluated:
    break;
  }
  return "NotEvaluated";
}

std::string conditionOf(const std::string& effect, const std::string& op, const std::string& key,
                        const std::vector<std::string>& values) {
  std::string out = effect + ' ' + op + ' ' + key + " [";
  for (const std::string& value : values)
    out += value + ' ';
  return out + ']';
}

std::string joinedSorted(std::vector<std::string> list) {
  std::string out;
  for (const std::string& item : std::set<std::string>(list.begin(), list.end()))
    out += (out.empty() ? "" : ", ") + item;
  return out;
}

std::string conditionsOf(const iam::Evaluation& evaluation) {
  std::vector<std::string> out;
  for (const iam::StatementMatch& match : evaluation.pending)
    for (const iam::ConditionTest* test : match.conditions)
      out.push_back(conditionOf(match.statement->effect == iam::Statement::Effect::Deny ? "deny" : "allow",
                                test->operatorText, test->key, test->values));
  return joinedSorted(std::move(out));
}

Result<void> forEachCase(const std::filesystem::path& path,
                         const std::function<void(const std::string& where, const Json& testCase)>& each) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      if (entry.is_regular_file() && entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
  } else {
    files.push_back(path);
  }
  for (const auto& file : files) {
    COUNTERSIGN_ASSIGN(const Json cases, readJson(file));
    for (const Json& testCase : cases.items())
      each(file.filename().string(), testCase);
  }
  return {};
}

} // namespace countersign::conformance

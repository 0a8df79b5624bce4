// SPDX-License-Identifier: Apache-2.0
// openbao: {"engine", "suites": [{"suite", "policies": [name], "cases": […]}]}. A case says what is asked
// (path, operation or operations, parameters, wrap_ttl_seconds) and what is expected, each in a member of its
// own.
#include "app/conformance/vault_vectors.h"

#include "models/access/vault/holder.h"

#include <algorithm>

namespace countersign::conformance {
namespace {

namespace fs = std::filesystem;
using vault::Acl;
using vault::Engine;

std::string flag(bool value) {
  return value ? "true" : "false";
}

std::string joined(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return canonicalJsonOrThrow(Json::stringSet(std::move(names)));
}

/// Policies by name in the folders of a suite, or as text in a case.
class Policies {
public:
  Policies(const Suite& suite, Engine engine) : suite_(suite), engine_(engine) {}

  Result<vault::Policy> named(const std::string& name) const {
    std::vector<fs::path> folders = suite_.inputs;
    folders.push_back(suite_.decisions.parent_path() / "policies");
    folders.push_back(suite_.decisions.parent_path().parent_path() / "policies"); // shared by several tables
    for (const fs::path& folder : folders)
      if (const fs::path file = folder / (name + ".hcl"); fs::exists(file)) {
        COUNTERSIGN_ASSIGN(const std::string text, readText(file));
        return parsed(text, name, file);
      }
    return failure(ErrorCode::NotFound, "no policy " + name);
  }

  Result<Acl> acl(const Json& suite, const Json& one) const {
    Acl acl(engine_, SystemClock().now());
    const vault::TemplateValues values;
    if (one["policy"].isString()) {
      COUNTERSIGN_ASSIGN(const vault::Policy policy, parsed(one["policy"].asString(), "policy", {}));
      COUNTERSIGN_TRY(acl.add(policy, values));
    }
    for (const std::string& name : (one.has("policies") ? one : suite)["policies"].strings()) {
      COUNTERSIGN_ASSIGN(const vault::Policy policy, named(name));
      COUNTERSIGN_TRY(acl.add(policy, values));
    }
    return acl;
  }

private:
  Result<vault::Policy> parsed(const std::string& text, const std::string& name, const fs::path& file) const {
    auto policy = vault::parsePolicy(text, engine_);
    if (!policy) {
      Error error = policy.error();
      error.place.file = file.string();
      return failure(std::move(error));
    }
    if (policy->name.empty()) policy->name = name;
    return policy;
  }

  const Suite& suite_;
  Engine engine_;
};

vault::Request requestOf(const Json& one, std::string operation) {
  vault::Request out{std::move(operation), one["path"].asString(), {}, {}, false};
  for (const auto& member : one["parameters"].members())
    out.parameters.push_back(member);
  if (one["wrap_ttl_seconds"].isNumber()) out.wrapTtl = std::chrono::seconds(one["wrap_ttl_seconds"].asInt());
  return out;
}

std::vector<std::string> operationsOf(const Json& one) {
  std::vector<std::string> out = one["operations"].strings();
  for (const std::string& operation : one["operation"].strings())
    out.push_back(operation);
  return out;
}

std::string decisionText(const Json& expected, const vault::Decision& d) {
  std::string out = "allowed " + flag(d.allowed);
  if (expected.has("root_privs")) out += ", sudo " + flag(d.sudo);
  if (expected.has("granting_policies"))
    out += ", by " + joined(d.allowed ? d.grantingPolicies : std::vector<std::string>());
  return out;
}

std::string expectedText(const Json& expected) {
  std::string out = "allowed " + flag(expected["allowed"].asBool());
  if (expected.has("root_privs")) out += ", sudo " + flag(expected["root_privs"].asBool());
  if (expected.has("granting_policies")) out += ", by " + joined(expected["granting_policies"].strings());
  return out;
}

Json parametersJson(const vault::Parameters& parameters) {
  Json out = Json::object();
  for (const auto& [name, values] : parameters) {
    Json list = Json::array();
    for (const vault::ParameterValue& value : values)
      list.push(value.value);
    out.set(name, std::move(list));
  }
  return out;
}

Json seconds(vault::Duration d) {
  return Json(std::chrono::duration_cast<std::chrono::seconds>(d).count());
}

/// What the merged rule of a path is expected to hold; a member that is absent is expected to be empty.
void checkMerged(const std::string& what, const Json& one, const Acl& acl, Tally& tally) {
  const vault::MergedRule* rule = acl.ruleFor(one["path"].asString(), false);
  const vault::Permissions p = rule == nullptr ? vault::Permissions{} : rule->permissions;
  const auto number = [&](const char* name) { return Json(one[name].asInt()); };
  const auto object = [&](const char* name) { return one.has(name) ? one[name] : Json::object(); };
  Json expected = Json::object(), got = Json::object();
  expected.set("allowed", object("allowed")).set("denied", object("denied"));
  got.set("allowed", parametersJson(p.allowed)).set("denied", parametersJson(p.denied));
  expected.set("required", Json::stringSet(one["required"].strings()));
  got.set("required", Json::stringSet(p.required));
  expected.set("min", number("min_wrapping_ttl")).set("max", number("max_wrapping_ttl"));
  got.set("min", seconds(p.minWrappingTtl)).set("max", seconds(p.maxWrappingTtl));
  expected.set("pagination", number("pagination_limit"));
  got.set("pagination", Json(p.paginationLimit));
  tally.check(what, canonicalJsonOrThrow(expected), canonicalJsonOrThrow(got));
}

void checkCase(const std::string& suite, const Json& one, const Acl& acl, Tally& tally) {
  const std::string what = suite + ' ' + (one.has("path") ? one["path"] : one["mount_prefix"]).asString();
  bool checked = false;
  for (const std::string& operation : operationsOf(one)) {
    const vault::Request request = requestOf(one, operation);
    tally.check(what + ' ' + operation + ' ' + canonicalJsonOrThrow(one["parameters"]), expectedText(one),
                decisionText(one, acl.decide(request)));
    checked = true;
  }
  for (const auto& [operation, allowed] : one["expect"].members()) {
    tally.check(what + ' ' + operation, flag(allowed.asBool()),
                flag(acl.decide(requestOf(one, operation)).allowed));
    checked = true;
  }
  if (one.has("capabilities")) {
    tally.check(what, joined(one["capabilities"].strings()),
                joined(acl.capabilities(one["path"].asString())));
  } else if (one.has("any_non_deny_permission_at_or_below")) {
    tally.check(what, flag(one["any_non_deny_permission_at_or_below"].asBool()),
                flag(acl.mountVisible(one["mount_prefix"].asString())));
  } else if (!checked) {
    checkMerged(what, one, acl, tally);
  }
}

} // namespace

Result<void> runAclVectors(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json vectors, readJson(suite.decisions));
  const Engine engine = Engine::parse(vectors["engine"].asString()).value_or(Engine::openBao(2, 6));
  const Policies policies(suite, engine);
  for (const Json& table : vectors["suites"].items())
    for (const Json& one : table["cases"].items()) {
      const std::string name = table["suite"].asString();
      const auto acl = policies.acl(table, one);
      if (acl)
        checkCase(name, one, *acl, tally);
      else
        tally.miss(name + ' ' + one["path"].asString(), "an answer", acl.error().text());
    }
  return {};
}

} // namespace countersign::conformance

// SPDX-License-Identifier: Apache-2.0
// Kind "kubernetes-rbac-tests": tables of the upstream tests and decisions on exported clusters.
#include "app/conformance/conformance.h"
#include "connectors/common/yaml_json.h"
#include "models/access/kubernetes/cluster.h"

#include <algorithm>

namespace countersign::conformance {
namespace {

namespace fs = std::filesystem;

std::string yesNo(bool yes) {
  return yes ? "yes" : "no";
}

std::string shown(Verdict verdict) {
  return verdict == Verdict::Allowed ? "yes" : verdict == Verdict::Denied ? "no" : "not evaluated";
}

rbac::User userOf(const Json& json) {
  return {json["user"].asString(), json["groups"].strings()};
}

rbac::Request requestOf(const Json& json) {
  rbac::Request out;
  out.verb = json["verb"].asString();
  out.apiGroup = json["apiGroup"].asString();
  out.resource = json["resource"].asString();
  out.subresource = json["subresource"].asString();
  out.name = json["name"].asString();
  out.ns = json["namespace"].asString();
  out.path = json["path"].asString();
  out.resourceRequest = json["resourceRequest"].asBool(out.path.empty());
  return out;
}

/// One text for a set of rules: order and repetition mean nothing to a union.
std::string asSet(const rbac::PolicyRules& rules) {
  std::vector<std::string> texts;
  for (const rbac::PolicyRule& rule : rules)
    texts.push_back(canonicalJsonOrThrow(toJson(rule)));
  std::sort(texts.begin(), texts.end());
  std::string out;
  for (const std::string& text : texts)
    out += text;
  return out;
}

Result<void> addYaml(const fs::path& file, rbac::Objects& to) {
  COUNTERSIGN_ASSIGN(const std::string text, readText(file));
  std::size_t at = 0;
  while (const auto chunk = nextYamlDocument(text, at)) {
    COUNTERSIGN_ASSIGN(const std::string json,
                       yamlToJson(std::string_view(text).substr(chunk->offset, chunk->length), {}));
    COUNTERSIGN_ASSIGN(const Json object, parseJson(json));
    to.addObject(object);
  }
  return {};
}

Result<void> addFile(const fs::path& file, rbac::Objects& to) {
  const std::string extension = file.extension().string();
  if (extension == ".yaml" || extension == ".yml") return addYaml(file, to);
  if (extension != ".json") return {};
  COUNTERSIGN_ASSIGN(const Json json, readJson(file));
  for (const Json& object : json.items())
    to.addObject(object);
  to.addObject(json);
  return {};
}

Result<rbac::Objects> objectsOf(const Suite& suite) {
  rbac::Objects out;
  for (const fs::path& input : suite.inputs) {
    std::vector<fs::path> files;
    if (fs::is_directory(input)) {
      for (const auto& entry : fs::recursive_directory_iterator(input))
        if (entry.is_regular_file()) files.push_back(entry.path());
    } else {
      files.push_back(input);
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files)
      COUNTERSIGN_TRY(addFile(file, out));
  }
  return out;
}

rbac::Objects objectsIn(const Json& list) {
  rbac::Objects out;
  for (const Json& object : list.items())
    out.addObject(object);
  return out;
}

/// Names of the granting bindings, sorted. That of a role binding may be given with or without its namespace,
/// which is always that of the request.
std::string bindings(std::vector<std::string> names, const std::string& ns) {
  for (std::string& name : names)
    if (const std::string head = "RoleBinding/" + ns + "/"; name.rfind(head, 0) == 0)
      name = "RoleBinding/" + name.substr(head.size());
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names)
    out += " " + name;
  return out;
}

void checkDecision(const rbac::Cluster& cluster, const Json& json, Tally& tally) {
  const rbac::Request request = requestOf(json);
  const rbac::Decision decision = cluster.authorize(userOf(json), request);
  std::string expected = yesNo(json["allowed"].asBool()), got = shown(decision.verdict);
  if (json.has("by")) {
    std::vector<std::string> by;
    for (const rbac::Held& held : decision.by)
      by.push_back(held.binding->shown());
    expected += bindings(json["by"].strings(), request.ns);
    got += bindings(std::move(by), request.ns);
  }
  tally.check(canonicalJsonOrThrow(json), expected, got);
}

Result<void> decisions(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  COUNTERSIGN_ASSIGN(rbac::Objects objects, objectsOf(suite));
  const rbac::Cluster cluster(std::move(objects));
  const Json& list = json.isArray() ? json : json["decisions"];
  for (const Json& decision : list.items())
    checkDecision(cluster, decision, tally);
  return {};
}

Result<void> authorizer(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  for (const Json& group : json["groups"].items()) {
    const rbac::Cluster cluster(objectsIn(group["objects"]));
    for (const Json& request : group["requests"].items())
      checkDecision(cluster, request, tally);
  }
  return {};
}

Result<void> appliesTo(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  for (const Json& c : json["cases"].items()) {
    const std::string& ns = c["namespace"].asString();
    const Json::Array& subjects = c["subjects"].items();
    const bool applies = std::any_of(subjects.begin(), subjects.end(), [&](const Json& s) {
      return rbac::appliesTo({s["kind"].asString(), s["name"].asString(), s["namespace"].asString()},
                             userOf(c), ns);
    });
    tally.check(c["case"].asString(), yesNo(c["applies"].asBool()), yesNo(applies));
  }
  return {};
}

Result<void> ruleMatches(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  for (const Json& group : json["groups"].items()) {
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules rules, rbac::readRules(Json(Json::Array{group["rule"]})));
    for (const Json& request : group["requests"].items())
      tally.check(group["name"].asString() + " " + canonicalJsonOrThrow(request),
                  yesNo(request["allowed"].asBool()), yesNo(rbac::allows(rules.front(), requestOf(request))));
  }
  return {};
}

Result<void> rulesFor(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  const rbac::Cluster cluster(objectsIn(json["objects"]));
  for (const Json& c : json["cases"].items()) {
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules expected, rbac::readRules(c["effectiveRules"]));
    tally.check("rules for " + canonicalJsonOrThrow(c), asSet(expected),
                asSet(cluster.rulesFor(userOf(c), c["namespace"].asString()).rules));
  }
  return {};
}

Result<void> covers(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json json, readJson(suite.decisions));
  for (const Json& c : json["cases"].items()) {
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules owner, rbac::readRules(c["ownerRules"]));
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules servant, rbac::readRules(c["servantRules"]));
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules expected, rbac::readRules(c["uncoveredRules"]));
    COUNTERSIGN_ASSIGN(const rbac::PolicyRules got, rbac::uncovered(owner, servant));
    tally.check(c["name"].asString(), yesNo(c["covered"].asBool()) + asSet(expected),
                yesNo(got.empty()) + asSet(got));
  }
  for (const Json& c : json["nonResourceURLCovers"].items())
    tally.check("URL " + canonicalJsonOrThrow(c), yesNo(c["covers"].asBool()),
                yesNo(rbac::nonResourceUrlCovers(c["owner"].asString(), c["requested"].asString())));
  return {};
}

} // namespace

void addKubernetes(Runners& runners) {
  const std::string kind = "kubernetes-rbac-tests";
  runners[{kind, "decisions"}] = decisions;
  runners[{kind, "authorizer"}] = authorizer;
  runners[{kind, "applies-to"}] = appliesTo;
  runners[{kind, "rule-matches"}] = ruleMatches;
  runners[{kind, "rules-for"}] = rulesFor;
  runners[{kind, "covers"}] = covers;
}

} // namespace countersign::conformance

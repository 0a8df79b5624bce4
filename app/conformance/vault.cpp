// SPDX-License-Identifier: Apache-2.0
// vault-live: what sys/capabilities answered, for sets of policies and for the tokens of logins.
#include "app/conformance/vault.h"

#include "app/conformance/vault_vectors.h"
#include "models/access/vault/holder.h"

#include <algorithm>

namespace countersign::conformance {
namespace {

namespace fs = std::filesystem;
using vault::Engine;
using vault::Estate;
using vault::Holder;

std::string joined(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  std::string out;
  for (const std::string& name : names)
    out += (out.empty() ? "" : ",") + name;
  return out;
}

/// Of one holder, all its paths. An expected answer that is no list is an error of the engine.
void compare(const std::string& who, const Holder& holder, const Json& expected, Tally& tally) {
  for (const auto& [path, capabilities] : expected.members()) {
    const bool list = capabilities.isArray();
    const auto known = vault::capabilities(holder, path);
    std::string got = known ? joined(*known) : "not evaluated";
    for (const std::string& reason : known ? std::vector<std::string>() : holder.missing)
      got += "; " + reason;
    if (!list && !holder.refused.empty()) got = "error";
    tally.check(who + ' ' + path, list ? joined(capabilities.strings()) : "error", got);
  }
}

/// {"engine", "sets": [{"id", "policies": {name: text}, "expected": {path: [capability]}}]}: a token with
/// exactly these policies.
Result<void> runCapabilities(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json decisions, readJson(suite.decisions));
  const Engine engine = Engine::parse(decisions["engine"].asString()).value_or(Engine::vault(1, 8));
  for (const Json& set : decisions["sets"].items()) {
    Estate estate;
    vault::Token token;
    for (const auto& [name, text] : set["policies"].members()) {
      estate.takePolicy(name, text.asString());
      token.policies.push_back(vault::lowerCase(name));
    }
    const std::string id = set["id"].isString() ? set["id"].asString() : std::to_string(set["id"].asInt());
    compare("set " + id, vault::holderOfToken(estate, token, engine, SystemClock().now()), set["expected"],
            tally);
  }
  return {};
}

/// Files below `folder` as API answers; the path of an answer is that of its file.
Result<void> takeFolder(Estate& estate, const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    for (const auto& entry : fs::recursive_directory_iterator(folder))
      if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    if (file.extension() == ".hcl") {
      COUNTERSIGN_ASSIGN(std::string text, readText(file));
      estate.takePolicy(file.stem().string(), std::move(text));
    } else if (file.extension() == ".json") {
      COUNTERSIGN_ASSIGN(const Json answer, readJson(file));
      estate.take((folder.filename() / fs::relative(file, folder)).replace_extension().generic_string(),
                  answer);
    }
  }
  return {};
}

/// The exports around the decisions, up to the folder of suite.json: outer ones first, so that nearer ones
/// count.
Result<void> takeAround(Estate& estate, const fs::path& decisions) {
  std::vector<fs::path> roots;
  for (fs::path at = decisions.parent_path(); roots.size() < 4 && !at.empty(); at = at.parent_path()) {
    roots.insert(roots.begin(), at);
    if (fs::exists(at / "suite.json")) break;
  }
  for (const fs::path& root : roots)
    for (const char* folder : {"auth", "identity", "sys", "policies"})
      COUNTERSIGN_TRY(takeFolder(estate, root / folder));
  return {};
}

/// The token whose path ends in `name`: of a login before that of a look-up.
const vault::Token* tokenNamed(const Estate& estate, const std::string& name) {
  const vault::Token* found = nullptr;
  for (const auto& [path, token] : estate.tokens) {
    if (path != name && !path.ends_with('/' + name)) continue;
    if (found == nullptr || path.find("/login/") != std::string::npos) found = &token;
  }
  return found;
}

std::optional<Holder> holderNamed(const Estate& estate, const std::string& name, const Engine& engine) {
  const Instant now = SystemClock().now();
  if (const vault::Token* token = tokenNamed(estate, name))
    return vault::holderOfToken(estate, *token, engine, now);
  for (const auto& [path, role] : estate.roles)
    if (path == name || path.ends_with('/' + name))
      return vault::holderOfRole(estate, role, std::nullopt, engine, now);
  for (const auto& [id, entity] : estate.entities)
    if (id == name || entity.name == name) return vault::holderOfEntity(estate, id, engine, now);
  return std::nullopt;
}

/// {"tokens": {name of a login: {path: [capability]}}}.
Result<void> runLogins(const Suite& suite, Tally& tally) {
  COUNTERSIGN_ASSIGN(const Json decisions, readJson(suite.decisions));
  const Engine engine = Engine::parse(decisions["engine"].asString()).value_or(Engine::vault(1, 8));
  Estate estate;
  COUNTERSIGN_TRY(takeAround(estate, suite.decisions));
  for (const fs::path& input : suite.inputs)
    COUNTERSIGN_TRY(takeFolder(estate, input));
  for (const auto& [name, expected] : decisions["tokens"].members()) {
    if (const auto holder = holderNamed(estate, name, engine))
      compare(name, *holder, expected, tally);
    else
      for (const auto& [path, capabilities] : expected.members())
        tally.miss(name + ' ' + path, joined(capabilities.strings()), "no such login in the exports");
  }
  return {};
}

} // namespace

void addVault(Runners& runners) {
  runners[{"vault-live", "capabilities"}] = runCapabilities;
  runners[{"vault-live", "login-capabilities"}] = runLogins;
  runners[{"openbao", "acl-vectors"}] = runAclVectors;
}

} // namespace countersign::conformance

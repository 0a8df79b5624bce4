// SPDX-License-Identifier: Apache-2.0
#include "models/identity/keys.h"
#include "models/identity/keys_gcp.h"
#include "models/review/finding_facts.h"

#include <algorithm>
#include <array>

namespace countersign {
namespace {

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The words that people use for environments; nothing else tells one.
std::optional<bool> production(std::string_view word) {
  static const std::vector<std::string_view> inside{"prod", "production", "prd"},
      outside{"dev",     "development", "test", "testing", "stage",   "staging", "stg",
              "sandbox", "qa",          "uat",  "nonprod", "preprod", "ci"};
  if (contains(inside, word)) return true;
  if (contains(outside, word)) return false;
  return std::nullopt;
}

/// The environment that a name tells by one of its words; a name that tells two tells none. "non-prod" and
/// "pre-prod" are one word each.
std::optional<std::pair<bool, std::string>> environmentIn(std::string_view name) {
  std::optional<std::pair<bool, std::string>> out;
  std::string word, before;
  const std::string text = lowered(name) + "-";
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      word += c;
      continue;
    }
    if (before == "non" || before == "pre") word = before + word;
    if (const auto found = production(word)) {
      if (out && out->first != *found) return std::nullopt;
      out = std::pair(*found, word);
    }
    before = std::exchange(word, {});
  }
  return out;
}

/// "env" of "app.kubernetes.io/env", "example.org/environment", "Environment".
bool namesEnvironment(std::string_view key) {
  const std::string last = lowered(key.substr(key.find_last_of("/:.") + 1));
  return last == "env" || last == "environment" || last == "stage";
}

} // namespace

void FactGatherer::addEnvironment(const std::string& text, std::string told, const HeldDocumentPtr& d) {
  if (const auto found = environmentIn(text))
    f_.environments.push_back({found->first, found->second, std::move(told), {d, {}, nullptr}});
}

/// What tags and labels say goes before what names say.
bool FactGatherer::taggedEnvironment(const HeldDocumentPtr& d) {
  const Json& c = d->document.content;
  const std::size_t before = f_.environments.size();
  const auto told = [&](std::string_view what, const std::string& key, const std::string& value) {
    return std::string(what) + " " + key + " = " + value + " of " + d->document.object.name;
  };
  for (const char* member : {"tags", "labels"})
    for (const auto& [key, value] : c[member].members())
      if (namesEnvironment(key) && f_.environments.size() == before)
        addEnvironment(value.asString(),
                       told(std::string_view(member).substr(0, std::string_view(member).size() - 1), key,
                            value.asString()),
                       d);
  if (const std::string& stated = c["environment"].asString();
      !stated.empty() && f_.environments.size() == before)
    addEnvironment(stated, told("member", "environment", stated), d);
  return f_.environments.size() > before;
}

bool FactGatherer::accountEnvironment(const std::string& account, const HeldDocumentPtr& d,
                                      const std::string& note) {
  if (account.empty()) return false;
  const std::size_t before = f_.environments.size();
  for (const HeldDocumentPtr& unit : reader_.withKey(keys::awsTarget(account), {"aws.organization-unit"})) {
    if (f_.environments.size() > before) break;
    const std::string& name = unit->document.content["name"].asString();
    addEnvironment(name, "name of account " + name + note, d);
  }
  return f_.environments.size() > before;
}

void FactGatherer::placeEnvironment(const HeldDocumentPtr& d) {
  const Json& c = d->document.content;
  const std::string& kind = d->document.object.kind;
  if (kind.starts_with("aws.")) {
    accountEnvironment(c["account"].asString(), d, {});
  } else if (kind.starts_with("k8s.")) {
    const std::size_t before = f_.environments.size();
    const std::string &ns = c["namespace"].asString(), &cluster = c["cluster"].asString();
    addEnvironment(ns, "name of namespace " + ns, d);
    if (f_.environments.size() == before) addEnvironment(cluster, "name of cluster " + cluster, d);
  } else if (kind == "gcp.service-account") {
    const std::string& project = c["projectId"].asString();
    addEnvironment(project, "name of project " + project, d);
  }
}

/// One environment for each principal, by what tells it best, and one for each account that can become it.
void FactGatherer::environments() {
  for (const Member& m : e_.members)
    if (m.document && m.document->role == SourceRole::Live && !taggedEnvironment(m.document))
      placeEnvironment(m.document);
  const std::size_t trusts = f_.trusts.size();
  for (std::size_t i = 0; i < trusts; ++i) {
    const findings::HeldTrust& t = f_.trusts[i];
    const HeldDocumentPtr d = t.spot.document;
    if (t.system == "aws" && !t.outside && t.entry.account != d->document.content["account"].asString())
      accountEnvironment(t.entry.account, d, ", which can become " + t.to);
  }
}

} // namespace countersign

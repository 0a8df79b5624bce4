// SPDX-License-Identifier: Apache-2.0
#include "models/access/meaning.h"

#include "models/access/catalogue.h"
#include "models/access/meaning_by_name.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace countersign {
namespace {

constexpr std::string_view allBut = "everything but ";
constexpr std::uint16_t allFlags = 2 * Effects::Escalate - 1;

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// "everything but a, b", as grants have it
std::vector<std::string> listAfterAllBut(std::string_view text) {
  std::vector<std::string> out;
  text.remove_prefix(allBut.size());
  while (!text.empty()) {
    const auto comma = text.find(", ");
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 2);
  }
  return out;
}

/// On all that there is, as far as the grant says.
bool isWide(const Grant& g) {
  return g.resource == "*" || g.resource.empty() || g.resource == "cluster-wide" ||
         startsWith(g.resource, allBut);
}

/// How the catalogue of the system spells an action of a grant.
std::string questionOf(const std::string& system, const Grant& g) {
  const auto space = g.action.find(' ');
  if (system == "kubernetes" && space != std::string::npos) {
    const std::string what = g.action.substr(space + 1); // "*.*": any resource of any group
    return g.action.substr(0, space + 1) + (startsWith(what, "*.*") ? "*" + what.substr(3) : what);
  }
  if ((system == "vault" || system == "openbao") && !g.resource.empty()) {
    std::string path = g.resource;
    std::replace(path.begin(), path.end(), '+', '*');
    return space == std::string::npos ? g.action + ' ' + path : g.action;
  }
  return g.action;
}

Meaning byCatalogue(const std::string& system, const Grant& g, const std::string& question) {
  Meaning out;
  const bool rest = startsWith(g.action, allBut);
  out.effects = rest ? effectsOfAllBut(system, listAfterAllBut(g.action)) : effectsOf(system, question);
  out.reach = worst(out.effects);
  if (out.effects.unknown) out.reach = std::max(out.reach, reachByName(system, g.action));
  if (out.effects.flags == allFlags && !rest && isWide(g)) out.reach = Reach::Everything;
  out.title = sentenceOf(system, question);
  return out;
}

std::string upperCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

std::string awsTitle(const Grant& g) {
  constexpr std::size_t abbreviation = 3; // S3, IAM, KMS …
  if (g.action == "*" || g.action == "*:*") return "Everything";
  if (startsWith(g.shown, allBut)) return 'E' + g.shown.substr(1);
  const auto colon = g.shown.find(':');
  if (colon == std::string::npos) return sentenceFromName(g.shown);
  const std::string service = g.shown.substr(0, colon), action = g.shown.substr(colon + 1);
  if (action != "*") return sentenceFromName(action);
  return "Everything in " + (service.size() <= abbreviation ? upperCase(service) : service);
}

std::string kubernetesTitle(const Grant& g) {
  const auto space = g.action.find(' ');
  const std::string verb = g.action.substr(0, space),
                    what = space == std::string::npos ? "" : g.action.substr(space + 1);
  return verb == "*" ? "Everything on " + what : sentenceFromName(verb) + " " + what;
}

} // namespace

std::string_view name(Reach reach) {
  constexpr std::array<std::string_view, 11> names{
      "none",     "list",        "read",        "write",
      "delete",   "read-secret", "impersonate", "mint-credential",
      "escalate", "administer",  "everything"};
  return names[static_cast<std::size_t>(reach)];
}

Reach worst(Effects effects) {
  constexpr std::array<std::pair<Effects::Flag, Reach>, 9> order{
      {{Effects::Administer, Reach::Administer},
       {Effects::Escalate, Reach::Escalate},
       {Effects::MintCredential, Reach::MintCredential},
       {Effects::Impersonate, Reach::Impersonate},
       {Effects::ReadSecret, Reach::ReadSecret},
       {Effects::Delete, Reach::Delete},
       {Effects::Write, Reach::Write},
       {Effects::Read, Reach::Read},
       {Effects::List, Reach::List}}};
  const auto found =
      std::find_if(order.begin(), order.end(), [&](const auto& o) { return effects.has(o.first); });
  const Reach known = found == order.end() ? Reach::None : found->second;
  return effects.unknown ? std::max(known, Reach::Write) : known;
}

std::optional<Reach> reachFrom(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(Reach::Everything); ++i)
    if (const Reach reach = static_cast<Reach>(i); text == name(reach)) return reach;
  return std::nullopt;
}

Meaning meaningOf(const std::string& system, const Grant& grant) {
  if (!catalogueVersion(system)) // a system that is only known by its neutral export
    return {reachByName(system, grant.action), sentenceFromName(grant.shown), {0, true}};
  Meaning out = byCatalogue(system, grant, questionOf(system, grant));
  if (out.title.empty())
    out.title = system == "aws"          ? awsTitle(grant)
                : system == "kubernetes" ? kubernetesTitle(grant)
                                         : sentenceFromName(grant.shown);
  return out;
}

} // namespace countersign

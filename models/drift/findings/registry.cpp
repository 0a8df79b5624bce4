// SPDX-License-Identifier: Apache-2.0
#include "models/drift/findings/registry.h"

#include "models/drift/findings/rules/rules.h"

#include <algorithm>

namespace countersign::findings {

const std::vector<Rule>& allRules() {
  static const std::vector<Rule> all{rules::noOwner(),
                                     rules::ownerContradiction(),
                                     rules::undeclared(),
                                     rules::recreated(),
                                     rules::federationClaimed(),
                                     rules::federationOpen(),
                                     rules::federationAmbiguous(),
                                     rules::escalation(),
                                     rules::contradicted(),
                                     rules::unseen(),
                                     rules::evaluatorDisagrees(),
                                     rules::ownerGoneKeyUsed(),
                                     rules::destroyedButLive(),
                                     rules::declaredButMissing(),
                                     rules::unused(),
                                     rules::oldCredential(),
                                     rules::expiredCredentialPresent(),
                                     rules::neverExpiringCredential(),
                                     rules::twoActiveKeys(),
                                     rules::keyWithoutRotation(),
                                     rules::privateKeyBesideCertificate(),
                                     rules::certificateEndedInUse(),
                                     rules::weakAlgorithm(),
                                     rules::sharedKey(),
                                     rules::staticKeyWhereFederation(),
                                     rules::tokenSecret(),
                                     rules::consolePassword(),
                                     rules::humanUse(),
                                     rules::humanInTrust(),
                                     rules::openFederation(),
                                     rules::thirdPartyTrust(),
                                     rules::overprivileged(),
                                     rules::rotatedYetOverprivileged(),
                                     rules::reuse(),
                                     rules::environmentCrossing(),
                                     rules::secretInSource(),
                                     rules::tombstone(),
                                     rules::notReviewed(),
                                     rules::neverRequested(),
                                     rules::notApplied(),
                                     rules::notEffective(),
                                     rules::effectiveUnapplied(),
                                     rules::otherCondition(),
                                     rules::stillThere(),
                                     rules::windowClosed()};
  return all;
}

const Rule* ruleOf(std::string_view id) {
  const auto& all = allRules();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.id == id; });
  return found == all.end() ? nullptr : &*found;
}

namespace {

/// A record with thousands of credentials says so once, not a thousand times. Disagreements of a runtime come
/// counted already.
constexpr std::size_t mostOfOneRule = 21;

void shorten(std::vector<Found>& found) {
  if (found.size() <= mostOfOneRule) return;
  const std::size_t more = found.size() - mostOfOneRule + 1;
  found.resize(mostOfOneRule);
  found.back() = {"and " + std::to_string(more) + " more like these", found.front().spot, {}};
}

} // namespace

std::vector<Finding> findingsOf(const RecordFacts& facts) {
  std::vector<Finding> out;
  std::vector<Found> found;
  for (const Rule& rule : allRules()) {
    found.clear();
    rule.check(facts, found);
    shorten(found);
    for (Found& f : found)
      out.push_back(
          {&rule, f.severity.value_or(rule.severityFor(facts.tier)), std::move(f.text), std::move(f.spot)});
  }
  return out;
}

std::vector<std::string_view> alternatives(std::string_view read) {
  constexpr std::string_view between = " or ";
  std::vector<std::string_view> out;
  for (;;) {
    const auto at = read.find(between);
    out.push_back(read.substr(0, at));
    if (at == std::string_view::npos) return out;
    read.remove_prefix(at + between.size());
  }
}

std::vector<RuleCoverage> ruleCoverage(const std::set<std::string, std::less<>>& held) {
  std::vector<RuleCoverage> out;
  for (const Rule& rule : allRules()) {
    RuleCoverage c;
    c.rule = &rule;
    for (const std::string_view read : rule.reads) {
      std::vector<std::string_view> absent;
      const auto all = alternatives(read);
      for (const std::string_view one : all)
        if (held.count(one) == 0) absent.push_back(one);
      if (absent.size() == all.size())
        c.missing.push_back(read);
      else
        c.partly.insert(c.partly.end(), absent.begin(), absent.end());
    }
    out.push_back(std::move(c));
  }
  return out;
}

} // namespace countersign::findings

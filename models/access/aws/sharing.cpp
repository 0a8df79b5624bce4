// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/sharing.h"

#include "models/access/aws/area.h"
#include "models/access/aws/escalation.h"
#include "models/access/aws/request.h"

#include <algorithm>

namespace countersign::iam {
namespace {

bool asksWho(const TextPattern& pattern) {
  return std::any_of(pattern.variables().begin(), pattern.variables().end(),
                     [](const PolicyVariable& v) { return saysWhoAsks(v.key); });
}

bool asksWho(const ConditionTest& test) {
  return saysWhoAsks(test.lowerKey) ||
         std::any_of(test.patterns.begin(), test.patterns.end(), [](const auto& p) { return asksWho(p); });
}

/// Only what begins like the ARN of an IAM principal can be one. "arn:aws:iam::…:role/app-*" has always more
/// texts than one name; texts without a wildcard at their end have not.
bool isNarrow(const Glob& glob) {
  constexpr std::string_view begin = "arn:";
  const auto& tokens = glob.tokens();
  for (std::size_t i = 0; i < begin.size() && i < tokens.size(); ++i) {
    if (tokens[i] == Glob::run) break;
    if (tokens[i] != Glob::one && tokens[i] != static_cast<unsigned char>(begin[i])) return false;
  }
  const auto wild = [](Glob::Token t) { return t == Glob::run || t == Glob::one || Glob::isVariable(t); };
  const auto first = std::find_if(tokens.begin(), tokens.end(), wild);
  return first == tokens.end() || *first != Glob::run || first + 1 != tokens.end();
}

} // namespace

PolicySharing sharingOf(const Policy& policy) {
  PolicySharing out;
  for (const Statement& s : policy.statements) {
    out.asksWho = out.asksWho || std::any_of(s.conditions.begin(), s.conditions.end(),
                                             [](const auto& c) { return asksWho(c); });
    for (const TextPattern& pattern : s.resources.patterns) {
      out.asksWho = out.asksWho || asksWho(pattern);
      Glob glob = widest(pattern);
      if (!isNarrow(glob)) continue;
      // What `?` leaves when it is taken away may be one name and no other.
      const auto& tokens = glob.tokens();
      out.asksWho = out.asksWho || std::find(tokens.begin(), tokens.end(), Glob::one) != tokens.end();
      out.narrow.push_back(std::move(glob));
    }
  }
  return out;
}

std::string classOf(const std::string& arn) {
  const Principal who = principalOf(arn);
  std::string out = std::to_string(static_cast<int>(who.kind)) + ' ' + std::string(who.account()) + ' ' +
                    arn.substr(0, std::min(arn.find(':', 4), arn.size()));
  if (who.path().compare(0, 18, "/aws-service-role/") == 0) out += " linked";
  // Of what is no role or user with a name the rest is not known to be alike.
  if (who.kind != Principal::Kind::Role && who.kind != Principal::Kind::User) out += ' ' + arn;
  return out;
}

bool mayBeSelf(const std::vector<Glob>& narrow, const std::string& arn) {
  if (narrow.empty()) return false;
  const std::vector<Glob> names = namesOf(arn);
  return std::any_of(narrow.begin(), narrow.end(), [&](const Glob& glob) {
    return std::any_of(names.begin(), names.end(),
                       [&](const Glob& name) { return overlaps(glob, name) != Truth::No; });
  });
}

} // namespace countersign::iam

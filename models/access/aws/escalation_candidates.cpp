// SPDX-License-Identifier: Apache-2.0
#include "models/access/aws/escalation_candidates.h"

#include <algorithm>
#include <optional>

namespace countersign::iam {
namespace {

Glob literal(std::string_view text) {
  return Glob(literalSymbols(text), std::string(text));
}

std::size_t lengthOf(const Language& language) {
  std::size_t out = 0;
  for (const auto* globs : {&language.all, &language.none})
    for (const Glob& glob : *globs)
      out += glob.tokens().size();
  return out;
}

/// A pattern of the row begins with something else than the action: most rows are put aside by this.
bool beginsOtherwise(const Language& actions, std::string_view action) {
  return std::any_of(actions.all.begin(), actions.all.end(), [&](const Glob& glob) {
    std::size_t i = 0;
    for (const Glob::Token token : glob.tokens()) {
      if (token >= Glob::run) return false;
      if (i >= action.size() || token != static_cast<unsigned char>(action[i])) return true;
      ++i;
    }
    return i != action.size();
  });
}

Candidate candidate(const GrantRow& row, std::string_view action, Language part, const Splitter& split) {
  Candidate out{&row, action, std::move(part), Doubt::None, {}};
  const auto doubt = [&](const std::string& why, Doubt how = Doubt::Other) {
    out.doubt = std::max(out.doubt, how);
    if (out.why.find(why) == std::string::npos) out.why += (out.why.empty() ? "" : "; ") + why;
  };
  if (row.verdict != GrantVerdict::Effective)
    for (const auto* list : {&row.conditions, &row.missing})
      for (const std::string& text : *list)
        doubt(text, row.unlessGuarded ? Doubt::Guardrails : Doubt::Other);
  if (row.verdict != GrantVerdict::Effective && out.doubt == Doubt::None)
    doubt(std::string(name(row.verdict)));
  for (const auto* globs : {&out.resources.all, &out.resources.none})
    for (const Glob& glob : *globs)
      if (glob.hasVariables()) doubt("what the variables of " + glob.text() + " stand for is not known");
  if (split.undecided || split.tooMany) doubt("the patterns are too long to compare");
  return out;
}

} // namespace

CandidateSearch::CandidateSearch(const GrantRows& rows, const std::string& principal) {
  if (!principal.empty()) setPrincipal(principal);
  for (const GrantRow& row : rows.rows)
    if (row.effect == Statement::Effect::Allow && row.verdict != GrantVerdict::Denied) rows_.push_back(&row);
}

void CandidateSearch::setPrincipal(const std::string& arn) {
  self_.globs = namesOf(arn);
  const std::string_view rest(arn);
  if (rest.substr(0, 4) != "arn:") return;
  partition_ = rest.substr(4, rest.find(':', 4) - 4);
  const auto iam = rest.find(":iam::");
  const auto end = iam == std::string_view::npos ? iam : rest.find(':', iam + 6);
  if (end != std::string_view::npos && rest.find('/', end) != std::string_view::npos)
    account_ = rest.substr(iam + 6, end - iam - 6);
}

/// The resources of a permission: in the principal's partition; of IAM in its account.
GlobList CandidateSearch::kindOf(std::string_view resource, std::string_view action) const {
  constexpr std::string_view any = "arn:*:", account = "????????????";
  GlobList out;
  if (resource.substr(0, any.size()) != any) return {{Glob(wildcardSymbols(resource))}, false};
  std::string rest(resource.substr(any.size()));
  const auto at = rest.find(account);
  if (!account_.empty() && at != std::string::npos && action.substr(0, 4) == "iam:")
    rest.replace(at, account.size(), account_);
  const std::vector<std::string> partitions =
      partition_.empty() ? std::vector<std::string>{"aws", "aws-cn", "aws-us-gov"} : std::vector{partition_};
  for (const std::string& partition : partitions)
    out.globs.emplace_back(wildcardSymbols("arn:" + partition + ':' + rest));
  return out;
}

const Candidates& CandidateSearch::of(const PathNeed& need) {
  const auto [before, first] = byNeed_.try_emplace(&need, nullptr);
  if (first) before->second = &search(need);
  return *before->second;
}

/// The same permission is in several rules.
const Candidates& CandidateSearch::search(const PathNeed& need) {
  std::string key(need.resource);
  key += need.other ? " other" : " any";
  for (const std::string_view action : need.actions)
    key.append(1, ' ').append(action);
  const auto [at, isNew] = known_.try_emplace(key);
  if (!isNew) return at->second;
  for (const std::string_view action : need.actions) {
    const std::string lower = lowered(action);
    std::optional<Permission> permission;
    for (const GrantRow* row : rows_) {
      if (tooMuch_ || beginsOtherwise(row->region.actions, lower)) continue;
      if (!permission)
        permission = Permission{action, {{literal(lower)}, false}, kindOf(need.resource, action), need.other};
      add(at->second, *row, *permission);
    }
  }
  if (at->second.list.empty()) return at->second;
  constexpr std::size_t most = 100;
  auto& list = at->second.list;
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.doubt < b.doubt; });
  at->second.whole = list.size() <= most;
  if (list.size() > most) list.erase(list.begin() + most, list.end());
  return at->second;
}

void CandidateSearch::add(Candidates& out, const GrantRow& row, const Permission& wanted) {
  constexpr std::size_t budget = 1'000'000'000, base = 64, factor = 64;
  work_ += factor * (base + lengthOf(row.region.actions) + lengthOf(row.region.resources));
  tooMuch_ = work_ > budget;
  Splitter split;
  if (split.within(row.region.actions, wanted.named).empty()) return;
  for (Language& part : split.within(row.region.resources, wanted.kind)) {
    if (wanted.other && !self_.globs.empty()) {
      auto rest = split.without(part, self_);
      if (rest.empty()) continue;
      part = std::move(rest.front());
    }
    out.list.push_back(candidate(row, wanted.action, std::move(part), split));
  }
}

std::vector<Glob> namesOf(const std::string& arn) {
  std::vector<Glob> out{literal(arn)};
  const std::string_view rest(arn);
  const auto iam = rest.substr(0, 4) == "arn:" ? rest.find(":iam::") : std::string_view::npos;
  const auto end = iam == std::string_view::npos ? iam : rest.find(':', iam + 6);
  const auto kind = end == std::string_view::npos ? end : rest.find('/', end);
  if (kind == std::string_view::npos) return out;
  const std::string name(rest.substr(rest.rfind('/') + 1)), before(rest.substr(0, kind + 1));
  out.push_back(literal(before + name));
  Symbols deeper = literalSymbols(before);
  deeper.push_back(anyRun);
  for (const std::uint16_t symbol : literalSymbols('/' + name))
    deeper.push_back(symbol);
  out.emplace_back(deeper, before + "*/" + name);
  return out;
}

} // namespace countersign::iam

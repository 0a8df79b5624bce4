// SPDX-License-Identifier: Apache-2.0
#include "models/review/own_words.h"
#include "models/review/asking_reader.h"

#include <algorithm>
#include <tuple>

namespace countersign {
namespace {

constexpr std::size_t mostShown = 20; ///< disagreements of one record that stand one by one

/// When anything that an answer was looked for in last came, changed or went.
Result<Instant> stateSince(EvaluationContext& x, const AskingReader& reader, const HeldDocumentPtr& d) {
  Instant out = d->from;
  for (const auto& [question, kinds] : reader.asked) {
    auto found = x.changes.find(question);
    if (found == x.changes.end()) {
      COUNTERSIGN_ASSIGN(auto times, x.reader.documents().liveChanges(question.first, question.second));
      found = x.changes.emplace(question, std::move(times)).first;
    }
    for (const auto& [kind, at] : found->second)
      if (kinds.count(kind) != 0) out = std::max(out, at);
  }
  return out;
}

std::string systemName(std::string_view system) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"aws", "AWS"}, {"kubernetes", "Kubernetes"}, {"postgresql", "PostgreSQL"}, {"vault", "Vault"}};
  for (const auto& [key, shown] : names)
    if (key == system) return std::string(shown);
  return std::string(system);
}

/// Groups of a request that an account always has, or that only this one had: RBAC adds up, so that more of
/// them never deny what fewer allow (Kubernetes documentation, "Using RBAC Authorization").
bool groupsExplain(const OwnWord& word, const HeldDocumentPtr& account) {
  if (!word.groups) return false;
  const std::set<std::string> had(word.groups->begin(), word.groups->end());
  const std::set<std::string> always{
      "system:serviceaccounts", "system:serviceaccounts:" + account->document.content["namespace"].asString(),
      "system:authenticated"};
  return word.allowed ? !std::includes(always.begin(), always.end(), had.begin(), had.end())
                      : !std::includes(had.begin(), had.end(), always.begin(), always.end());
}

/// AWS simulates without the policies of resources (IAM API Reference, SimulatePrincipalPolicy,
/// ResourcePolicy).
bool resourcePolicyExplains(const Answer& ours) {
  const auto ofResource = [](const std::string& layer) {
    return layer.compare(0, 15, "resource policy") == 0 || layer.compare(0, 3, "RCP") == 0;
  };
  return ofResource(ours.deniedBy) || std::any_of(ours.why.begin(), ours.why.end(), [&](const WhyStep& step) {
           return ofResource(step.layer);
         });
}

std::string oursText(const Answer& a) {
  std::string out(name(a.verdict));
  if (a.verdict == Verdict::Denied && !a.deniedBy.empty()) out += " by " + a.deniedBy;
  if (a.verdict == Verdict::Allowed && !a.why.empty()) out += " by " + a.why.back().text;
  return out;
}

Disagreement disagreement(std::string_view system, const OwnWord& word, const Answer& ours) {
  std::string text = "evaluator disagrees: " + systemName(system) + " said " +
                     (word.allowed ? "allowed" : "denied") + " for '" + word.question.action + "'";
  const std::string& where = word.question.resource;
  if (!where.empty())
    text += (where.compare(0, 10, "namespace ") == 0 ? " in "
             : where == "cluster-wide"               ? " "
                                                     : " on ") +
            where;
  text += " at " + formatRfc3339Seconds(word.at);
  if (!word.reason.empty()) text += " (" + word.reason + ")";
  return {text + ", we say " + oursText(ours), word.trace};
}

class Comparing {
public:
  Comparing(EvaluationContext& x, Evaluation& e) : x_(x), e_(e) {}

  Result<void> principal(const HeldDocumentPtr& d, const Runtime& runtime) {
    COUNTERSIGN_ASSIGN(const auto words, ownWordsOf(x_, d, e_.ownWords.cut));
    for (const OwnWord& word : words)
      COUNTERSIGN_TRY(compare(d, runtime, word));
    return {};
  }

  void finish() {
    if (e_.ownWords.disagree > mostShown)
      e_.disagreements.push_back({"evaluator disagrees: " + std::to_string(e_.ownWords.disagree - mostShown) +
                                      " more of its answers",
                                  {}});
  }

private:
  Result<void> compare(const HeldDocumentPtr& d, const Runtime& runtime, const OwnWord& word) {
    OwnWords& counts = e_.ownWords;
    if (word.at < d->from) {
      ++counts.older;
      return {};
    }
    if (!word.unusable.empty()) {
      ++counts.undecided;
      return {};
    }
    Question question = word.question;
    question.now = word.at;
    AskingReader reader(x_.reader);
    const Answer ours = runtime.answer(reader, d, question, x_.caches);
    for (const auto& [asked, kinds] : reader.asked)
      e_.asked.insert(asked.first);
    e_.asked.insert(reader.parts.begin(), reader.parts.end());
    COUNTERSIGN_ASSIGN(const Instant since, stateSince(x_, reader, d));
    // A no that rests on something that is bound and in no snapshot is no more than that.
    const bool decided =
        ours.verdict == Verdict::Allowed || (ours.verdict == Verdict::Denied && ours.missing.empty());
    if (word.at < since)
      ++counts.older;
    else if (!decided)
      ++counts.undecided;
    else if ((ours.verdict == Verdict::Allowed) == word.allowed)
      ++counts.agree;
    else if ((runtime.system == "kubernetes" && groupsExplain(word, d)) ||
             (runtime.system == "aws" && resourcePolicyExplains(ours)))
      ++counts.undecided;
    else if (++counts.disagree <= mostShown)
      e_.disagreements.push_back(disagreement(runtime.system, word, ours));
    return {};
  }

  EvaluationContext& x_;
  Evaluation& e_;
};

} // namespace

std::string OwnWords::text() const {
  const std::size_t compared = agree + disagree;
  if (compared + undecided + older == 0) return {};
  std::string out = "the runtime's own word ";
  out += compared > 0 ? "agrees " + std::to_string(agree) + " of " + std::to_string(compared)
                      : std::string("could not be held against ours");
  if (undecided > 0) out += "; " + std::to_string(undecided) + " undecided here";
  if (older > 0) out += "; " + std::to_string(older) + " older than the state";
  if (cut) out += "; only the newest " + std::to_string(mostOwnWords) + " are looked at";
  return out;
}

Result<void> addOwnWords(EvaluationContext& x, Evaluation& e) {
  if (e.ended) return {};
  Comparing comparing(x, e);
  for (const Member& m : e.members) {
    if (!m.document || m.document->role != SourceRole::Live) continue;
    if (const Runtime* runtime = runtimeOf(m.document->document.object.kind))
      COUNTERSIGN_TRY(comparing.principal(m.document, *runtime));
  }
  comparing.finish();
  return {};
}

} // namespace countersign

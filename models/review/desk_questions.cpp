// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/record_build.h"

#include <algorithm>

namespace countersign {
namespace {

/// Asks the runtimes that understand a question about the principals of records.
class Asking {
public:
  Asking(Workspace& w, Instant now, Question question)
      : w_(w), records_(w), pass_(w, now), question_(std::move(question)) {
    question_.now = now;
    question_.principal.clear(); // the principal's own name, whatever the record was found by
  }

  Result<void> load() { return pass_.load(w_); }

  /// False where no runtime understands the action.
  bool understood() const {
    const auto& all = allRuntimes();
    return std::any_of(all.begin(), all.end(),
                       [&](const Runtime& r) { return r.understands(question_.action); });
  }

  Result<std::vector<PrincipalAnswer>> record(RecordId id, bool chain) {
    std::vector<PrincipalAnswer> out;
    COUNTERSIGN_ASSIGN(const auto members, records_.members(id));
    COUNTERSIGN_ASSIGN(const auto stored, records_.record(id));
    for (const StoredMember& m : members) {
      COUNTERSIGN_ASSIGN(const HeldDocumentPtr d, pass_.documents.ofObject(m.object));
      if (!d || d->role != SourceRole::Live) continue;
      const Runtime* runtime = runtimeOf(d->document.object.kind);
      if (runtime == nullptr || !runtime->understands(question_.action)) continue;
      PrincipalAnswer a{
          id, stored->uid, stored->name, pass_.reader.description(d).neutralUid, std::string(runtime->system),
          {}, {}};
      a.answer = runtime->answer(pass_.reader, d, question_, pass_.context.caches);
      if (chain) addChain(a);
      out.push_back(std::move(a));
    }
    if (pass_.reader.error()) return failure(*pass_.reader.error());
    return out;
  }

  void addChain(PrincipalAnswer& a) {
    for (const WhyStep& step : a.answer.why)
      a.chain.push_back({step.layer, step.text, step.held ? trace(step) : Trace()});
  }

private:
  Trace trace(const WhyStep& step) {
    if (!view_) view_.emplace(ViewContext{w_, pass_, {}, question_.now, {}});
    return view_->trace(step.held, step.pointer);
  }

  Workspace& w_;
  RecordStore records_;
  EvaluationPass pass_;
  Question question_;
  std::optional<ViewContext> view_;
};

Error notUnderstood(const std::string& action) {
  std::string examples;
  for (const Runtime& r : allRuntimes())
    examples += (examples.empty() ? "" : "; ") + std::string(r.system) + ": '" + std::string(r.action) +
                "' on '" + std::string(r.resource) + "'";
  return {ErrorCode::InvalidArgument,
          "'" + action + "' is not an action of any system that is evaluated",
          "Write it as the system does: " + examples,
          {}};
}

int rankOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Allowed:
    return 0;
  case Verdict::Conditional:
    return 1;
  case Verdict::NotEvaluated:
    return 2;
  case Verdict::Denied:
    break;
  }
  return 3;
}

} // namespace

Result<std::vector<PrincipalAnswer>> Desk::can(const std::string& principal, const Question& question) {
  Workspace& w = *impl_->workspace;
  COUNTERSIGN_ASSIGN(const RecordId id, findRecord(principal));
  Asking asking(w, impl_->now(), question);
  if (!asking.understood()) return failure(notUnderstood(question.action));
  COUNTERSIGN_TRY(asking.load());
  COUNTERSIGN_ASSIGN(auto answers, asking.record(id, true));
  // One principal of the record was asked for by its own uid: only that one answers.
  const auto named = [&](const PrincipalAnswer& a) { return a.principal == principal; };
  if (std::any_of(answers.begin(), answers.end(), named))
    answers.erase(std::remove_if(answers.begin(), answers.end(), [&](const auto& a) { return !named(a); }),
                  answers.end());
  if (answers.empty())
    return failure(ErrorCode::NotFound,
                   "'" + principal + "' has no live principal in a system that knows '" + question.action +
                       "'",
                   "Import the live export of that system");
  return answers;
}

Result<WhoCanAnswer> Desk::whoCan(const Question& question) {
  Workspace& w = *impl_->workspace;
  Asking asking(w, impl_->now(), question);
  if (!asking.understood()) return failure(notUnderstood(question.action));
  COUNTERSIGN_TRY(asking.load());
  RecordStore records(w);
  std::vector<std::int64_t> ids;
  for (const Runtime& runtime : allRuntimes()) {
    if (!runtime.understands(question.action)) continue;
    COUNTERSIGN_ASSIGN(const auto in, records.withPrincipalIn(std::string(runtime.system), {}));
    ids.insert(ids.end(), in.begin(), in.end());
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  WhoCanAnswer out;
  for (const std::int64_t id : ids) {
    COUNTERSIGN_ASSIGN(auto answers, asking.record(id, false));
    for (PrincipalAnswer& a : answers) {
      ++out.asked;
      if (a.answer.verdict == Verdict::Denied) {
        ++out.denied;
        continue;
      }
      if (a.answer.nothingAllows) {
        ++out.unsupported;
        for (std::string& what : a.answer.missing)
          if (out.missing.size() < 20 &&
              std::find(out.missing.begin(), out.missing.end(), what) == out.missing.end())
            out.missing.push_back(std::move(what));
        continue;
      }
      asking.addChain(a);
      out.answers.push_back(std::move(a));
    }
  }
  std::stable_sort(out.answers.begin(), out.answers.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(rankOf(a.answer.verdict), a.recordName, a.principal) <
           std::make_tuple(rankOf(b.answer.verdict), b.recordName, b.principal);
  });
  return out;
}

} // namespace countersign

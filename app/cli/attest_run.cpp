// SPDX-License-Identifier: Apache-2.0
#include "app/cli/attest_run.h"

#include "app/cli/environment.h"
#include "app/cli/json_views.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "models/evidence/keys.h"

#include <iostream>

namespace countersign::cli {
namespace {

constexpr const char* decisions = "certify, revoke, exception, flag, reassign, cannot-decide";

/// What all decisions of one command share.
struct Plan {
  DecisionRequest common; ///< without record, shown, viewText
  std::optional<Digest> digest;
};

Result<Plan> planOf(const AttestOptions& o, Instant now) {
  Plan plan;
  COUNTERSIGN_ASSIGN(const auto words,
                     parseWords<Decision>({o.decision}, decisionFrom, "--decision", decisions));
  plan.common.decision = words.front();
  plan.common.reason = o.reason;
  plan.common.owner = o.owner;
  plan.common.grants = o.grants;
  plan.common.sawDifference = o.sawDifference;
  COUNTERSIGN_ASSIGN(plan.common.until, parseUntil(o.until, now, "--until"));
  if (!o.digest.empty()) {
    const auto digest = Digest::fromHex(o.digest);
    if (!digest)
      return failure(ErrorCode::InvalidArgument, "--digest is not 64 hexadecimal digits",
                     "'countersign show' prints it behind \"State:\"");
    plan.digest = *digest;
  }
  return plan;
}

/// The records to decide on. A critical record takes a look of its own and two reviewers, so that
/// --all-certifiable leaves it out.
Result<std::vector<RecordId>> recordsOf(const Session& session, Desk& desk, const AttestOptions& o) {
  std::vector<RecordId> out;
  for (const std::string& text : o.records) {
    COUNTERSIGN_ASSIGN(const RecordId id, desk.findRecord(text));
    out.push_back(id);
  }
  if (!o.allCertifiable) return out;
  RecordQuery query;
  query.seals = {SealState::Current, SealState::Ageing};
  COUNTERSIGN_ASSIGN(const auto all, desk.recordIds(query));
  query.tiers = {Tier::High, Tier::Medium, Tier::Low};
  COUNTERSIGN_ASSIGN(out, desk.recordIds(query));
  if (out.size() < all.size() && !session.quiet)
    std::cerr << all.size() - out.size() << " critical records are left out: decide on each with --record\n";
  return out;
}

/// What is on the screen is what `show` prints now, unless --digest says which state was looked at.
Result<DecisionRequest> requestFor(Desk& desk, RecordId id, const Plan& plan) {
  COUNTERSIGN_ASSIGN(const RecordView view, desk.record(id));
  DecisionRequest request = plan.common;
  request.record = id;
  request.shown = plan.digest.value_or(view.digest);
  request.viewText = viewText(view);
  return request;
}

/// Ids of what was staged; what cannot be staged is an outcome already.
Result<std::vector<std::int64_t>> stageAll(const Session& session, Desk& desk, const AttestOptions& o,
                                           std::vector<Outcome>& refused) {
  COUNTERSIGN_ASSIGN(const Plan plan, planOf(o, session.clock->now()));
  COUNTERSIGN_ASSIGN(const auto records, recordsOf(session, desk, o));
  std::vector<std::int64_t> ids;
  for (const RecordId record : records) {
    if (interrupted()) return failure(ErrorCode::Cancelled, "cancelled; what was staged so far stays staged");
    COUNTERSIGN_ASSIGN(const DecisionRequest request, requestFor(desk, record, plan));
    const auto id = desk.stage(request);
    if (id) {
      ids.push_back(*id);
      continue;
    }
    COUNTERSIGN_ASSIGN(const auto rows, desk.recordRows({record}));
    Outcome outcome;
    outcome.record = record;
    outcome.recordName = rows.empty() ? std::to_string(record) : rows.front().name;
    outcome.refusal = id.error();
    refused.push_back(std::move(outcome));
  }
  return ids;
}

void printOutcome(const Outcome& o, bool stageOnly) {
  if (o.done) {
    std::cout << "SIGNED   " << printable(o.recordName) << ": log entry " << o.entry
              << (o.secondNeeded ? "; it is critical and stands when a second reviewer has certified it too"
                                 : "")
              << '\n';
    return;
  }
  if (!o.refusal) {
    std::cout << (stageOnly ? "STAGED   " : "NOT DONE ") << printable(o.recordName) << " (" << o.staged
              << ")\n";
    return;
  }
  std::cout << "REFUSED  " << printable(o.recordName) << ": " << printable(o.refusal->text()) << '\n';
  for (const Difference& d : o.differences)
    std::cout << "         " << printable(differenceText(d)) << '\n';
}

/// It was not refused: it could not be written.
bool noRule(ErrorCode code) {
  return code == ErrorCode::DiskFull || code == ErrorCode::Io || code == ErrorCode::Corrupt ||
         code == ErrorCode::Internal;
}

int report(const Session& session, const std::vector<Outcome>& outcomes, bool stageOnly) {
  int code = Done;
  for (const Outcome& o : outcomes) {
    if (!session.json) printOutcome(o, stageOnly);
    if (!o.done && !(stageOnly && !o.refusal) && code == Done) code = Refused;
    if (o.refusal && noRule(o.refusal->code)) code = Failed;
  }
  if (session.json)
    printJson(Json::object().set("outcomes", listJson(outcomes, outcomeJson)));
  else if (outcomes.empty())
    std::cout << "Nothing to decide on.\n";
  return code;
}

Result<std::vector<Outcome>> stagedOutcomes(Desk& desk, const std::vector<std::int64_t>& ids) {
  std::vector<Outcome> out;
  COUNTERSIGN_ASSIGN(const auto staged, desk.staged());
  for (const StagedDecision& s : staged) {
    if (std::find(ids.begin(), ids.end(), s.id) == ids.end()) continue;
    Outcome o;
    o.staged = s.id;
    o.record = s.request.record;
    o.recordName = s.recordName;
    out.push_back(std::move(o));
  }
  return out;
}

} // namespace

Result<SignerInput> signerOf(const std::string& keyFile, const PassphraseSource& passphrase) {
  std::error_code ec;
  if (!std::filesystem::is_regular_file(keyFile, ec))
    return failure(ErrorCode::NotFound, "there is no such key file", "'countersign key create' makes one",
                   {keyFile, {}, {}, {}, {}});
  SignerInput signer;
  signer.keyFile = keyFile;
  COUNTERSIGN_ASSIGN(signer.passphrase, readPassphrase(passphrase, "Passphrase of " + keyFile));
  return signer;
}

Result<int> attest(const Session& session, const AttestOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  std::vector<Outcome> outcomes;
  std::vector<std::int64_t> ids;
  SignerInput signer;
  if (!o.stageOnly) { // first, so that a wrong key file leaves nothing staged
    COUNTERSIGN_ASSIGN(signer, signerOf(o.key, o.passphrase));
    COUNTERSIGN_TRY(evidence::loadKeyFile(signer.keyFile.string(), signer.passphrase));
  }
  if (!o.staged) {
    COUNTERSIGN_ASSIGN(ids, stageAll(session, *desk, o, outcomes));
  }
  Result<std::vector<Outcome>> more;
  if (o.stageOnly)
    more = stagedOutcomes(*desk, ids);
  else if (o.staged || !ids.empty())
    more = desk->signOff(signer, ids);
  evidence::cleanse(signer.passphrase);
  if (!more) {
    Error e = more.error();
    const auto staged = stagedOutcomes(*desk, ids);
    if (staged && !staged->empty())
      e.remedy +=
          (e.remedy.empty() ? "" : ". ") + std::string("What was decided is staged: 'countersign attest "
                                                       "--staged' signs it");
    return failure(std::move(e));
  }
  outcomes.insert(outcomes.end(), more->begin(), more->end());
  return report(session, outcomes, o.stageOnly);
}

} // namespace countersign::cli

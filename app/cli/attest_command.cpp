// SPDX-License-Identifier: Apache-2.0
#include "app/cli/attest_run.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign attest --record backup-writer --decision certify --reason 'used every night' --key "
    "me.pem\n"
    "  countersign attest --record backup-writer --decision certify --digest \"$STATE\" --key me.pem\n"
    "  countersign attest --record ci-admin --decision revoke --grant 'iam:* on *' --reason 'not needed' "
    "--key me.pem\n"
    "  countersign attest --record legacy --decision exception --until 30d --owner 'Payments' --reason '…' "
    "--key me.pem\n"
    "  countersign attest --record a --record b --decision flag --reason 'who owns these?' --stage-only\n"
    "  countersign attest --staged --key me.pem\n"
    "\n"
    "A decision is bound to the state that was looked at: --digest, or what 'countersign show' prints at "
    "this moment.\n"
    "Where the record has moved since, or its seal does not allow the decision, it is refused, with what "
    "moved, and\n"
    "stays staged. There is no way past that. Exit code 3 where one was refused. Look at 'countersign diff "
    "RECORD' before\n"
    "you decide on a record that moved. A critical record takes two different reviewers.";

Result<void> checkOptions(const AttestOptions& o) {
  const int ways =
      static_cast<int>(!o.records.empty()) + static_cast<int>(o.staged) + static_cast<int>(o.allCertifiable);
  if (ways != 1)
    return failure(ErrorCode::InvalidArgument, "name just one of --record, --staged and --all-certifiable");
  if (o.staged && !o.decision.empty())
    return failure(ErrorCode::InvalidArgument,
                   "--staged signs the decisions as they were staged; --decision has no place beside it");
  if (!o.staged && o.decision.empty())
    return failure(ErrorCode::InvalidArgument, "--decision is missing",
                   "One of certify, revoke, exception, flag, reassign, cannot-decide");
  if (o.allCertifiable && o.decision != "certify")
    return failure(ErrorCode::InvalidArgument, "--all-certifiable goes with --decision certify alone");
  if (o.allCertifiable && o.reason.empty())
    return failure(ErrorCode::InvalidArgument,
                   "--all-certifiable needs a --reason that holds for each record");
  if (!o.digest.empty() && o.records.size() != 1)
    return failure(ErrorCode::InvalidArgument, "--digest names the state of one record",
                   "Decide on one record at a time");
  if (o.stageOnly && o.staged)
    return failure(ErrorCode::InvalidArgument, "--stage-only and --staged exclude each other");
  if (!o.stageOnly && o.key.empty())
    return failure(ErrorCode::InvalidArgument, "--key is missing", "Name your key file, or use --stage-only");
  return {};
}

} // namespace

void addAttestCommand(CLI::App& root, Session& session) {
  auto o = std::make_shared<AttestOptions>();
  CLI::App* app = root.add_subcommand("attest", "Decide on records and sign");
  app->footer(examples);
  app->add_option("--record", o->records, "Which record; may be repeated, each is decided by itself")
      ->type_name("RECORD")
      ->allow_extra_args(false);
  app->add_flag("--staged", o->staged, "Sign what is staged");
  app->add_flag("--all-certifiable", o->allCertifiable,
                "All records whose seal allows it, each by itself; never critical ones");
  app->add_option("--decision", o->decision, "certify, revoke, exception, flag, reassign or cannot-decide")
      ->type_name("DECISION");
  app->add_option("--reason", o->reason, "Why, in words")->type_name("TEXT");
  app->add_option("--until", o->until,
                  "End of an exception or of the period certified: RFC 3339, or 30d from now")
      ->type_name("TIME");
  app->add_option("--owner", o->owner, "Exception: who owns the debt; reassign: to whom")->type_name("WHO");
  app->add_option("--grant", o->grants,
                  "Revoke just this permission, 'action on resource' as shown; may be repeated")
      ->type_name("GRANT")
      ->allow_extra_args(false);
  app->add_option("--digest", o->digest, "The state that was looked at; must equal what is signed")
      ->type_name("HEX");
  app->add_flag("--saw-difference", o->sawDifference,
                "Revoke, exception: you looked at what moved since --digest");
  app->add_option("--key", o->key, "Your encrypted key file")->type_name("FILE");
  addPassphraseOptions(*app, o->passphrase);
  app->add_flag("--stage-only", o->stageOnly, "Stage, sign later with --staged");
  runs(app, session, [&session, o]() -> Result<int> {
    COUNTERSIGN_TRY(checkOptions(*o));
    return attest(session, *o);
  });
}

} // namespace countersign::cli

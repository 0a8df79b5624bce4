// SPDX-License-Identifier: Apache-2.0
#include "app/cli/access_questions.h"
#include "app/cli/json_views.h"
#include "app/cli/output.h"
#include "app/cli/session.h"
#include "app/cli/table.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* canExamples =
    "Examples:\n"
    "  countersign can backup-writer s3:PutObject arn:aws:s3:::backups-prod/x\n"
    "  countersign can backup-writer s3:PutObject arn:aws:s3:::backups-prod/x --context "
    "aws:SourceIp=203.0.113.7\n"
    "  countersign can k8s:prod-eu:system:serviceaccount:backup:writer 'get secrets' 'namespace backup'\n"
    "  countersign can --batch questions.jsonl        one answer a line, in the order of the questions\n"
    "\n"
    "An action and a resource are written as the system itself writes them. The answer is that of the "
    "imported\n"
    "state: what was not imported makes it conditional or not evaluated, never a guess.\n"
    "A question of a batch is {\"principal\": …, \"action\": …, \"resource\": …, \"context\": {…}}.\n"
    "Exit codes: 0 allowed, 1 denied, 3 conditional or not evaluated; with --batch 0, or 1 where a line "
    "could "
    "not\n"
    "be read.";

constexpr const char* whoExamples = "Examples:\n"
                                    "  countersign who-can secretsmanager:GetSecretValue "
                                    "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db\n"
                                    "  countersign who-can 'create pods' 'namespace prod' --json\n"
                                    "\n"
                                    "Everyone whom something allows it is listed: allowed, conditional, not "
                                    "evaluated, in this order. Whom only\n"
                                    "something that was not imported might allow it is counted.";

constexpr const char* whyExamples =
    "Examples:\n"
    "  countersign why backup-writer s3:PutObject arn:aws:s3:::backups-prod/x\n"
    "  countersign why backup-writer iam:CreateUser '*'      which layer denies it\n"
    "\n"
    "Each step of the chain with the document it was read from, the place in it, and the export's own bytes.";

constexpr std::size_t longestLine = 1U << 20U;

struct QuestionOptions {
  std::string principal, action, resource, batch;
  std::vector<std::string> context;
  bool complete = false;
};

Result<Question> questionOf(const QuestionOptions& o) {
  Question q;
  q.action = o.action;
  q.resource = o.resource;
  q.contextComplete = o.complete;
  COUNTERSIGN_TRY(addContext(o.context, q));
  return q;
}

Json questionJson(const Question& q, const std::string& principal) {
  Json out = Json::object();
  out.setUnlessEmpty("principal", principal).set("action", q.action).setUnlessEmpty("resource", q.resource);
  return out;
}

// --- can -----------------------------------------------------------------------------------------------

/// Answers each line of a stream; true where all could be read.
bool answerLines(Desk& desk, std::istream& in) {
  std::string text;
  bool good = true;
  while (std::getline(in, text)) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    Json out = Json::object();
    auto question = text.size() <= longestLine
                        ? questionFromJson(text)
                        : Result<Question>(failure(ErrorCode::Limit, "the line is longer than 1 MiB"));
    Result<std::vector<PrincipalAnswer>> answers = failure(ErrorCode::Malformed, {});
    if (question) {
      out = questionJson(*question, question->principal);
      answers = desk.can(question->principal, *question);
    } else {
      answers = failure(question.error());
    }
    if (answers)
      out.set("answers", listJson(*answers, answerJson));
    else
      out.set("error", errorJson(answers.error()));
    good = good && answers.has_value();
    std::cout << jsonText(out) << '\n';
  }
  return good;
}

Result<int> batch(const Session& session, const QuestionOptions& o) {
  if (!o.principal.empty() || !o.action.empty())
    return failure(ErrorCode::InvalidArgument, "--batch takes its questions from the file",
                   "Leave PRINCIPAL and ACTION out");
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  if (o.batch == "-") return answerLines(*desk, std::cin) ? Done : Failed;
  std::ifstream in(o.batch);
  std::error_code ignored; // then it cannot be read either
  if (!in || std::filesystem::is_directory(o.batch, ignored))
    return failure(Error{ErrorCode::NotFound,
                         "the questions cannot be read",
                         "Name a file, or - for stdin",
                         {o.batch, {}, {}, {}, {}}});
  return answerLines(*desk, in) ? Done : Failed;
}

Result<std::vector<PrincipalAnswer>> ask(Desk& desk, const QuestionOptions& o, Question& question) {
  if (o.principal.empty() || o.action.empty())
    return failure(ErrorCode::InvalidArgument, "who may do what? PRINCIPAL and ACTION are missing",
                   "Run it with --help");
  COUNTERSIGN_ASSIGN(question, questionOf(o));
  return desk.can(o.principal, question);
}

Result<int> can(const Session& session, const QuestionOptions& o) {
  if (!o.batch.empty()) return batch(session, o);
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  Question question;
  COUNTERSIGN_ASSIGN(const auto answers, ask(*desk, o, question));
  if (session.json) {
    printJson(questionJson(question, o.principal).set("answers", listJson(answers, answerJson)));
  } else {
    for (const PrincipalAnswer& a : answers)
      std::cout << printable(a.principal) << ": " << printable(answerText(a.answer)) << '\n';
  }
  return exitOf(answers);
}

// --- why -----------------------------------------------------------------------------------------------

void printStep(Desk& desk, const ChainStep& step) {
  std::cout << "  " << printable(step.layer) << ": " << printable(step.text) << '\n';
  if (!step.trace.known()) return;
  std::cout << "      " << printable(traceText(step.trace)) << '\n';
  const auto bytes = desk.sourceBytes(step.trace);
  if (!bytes) {
    std::cout << "      bytes: " << printable(bytes.error().text()) << '\n';
    return;
  }
  const std::string text = bytes->highlightLength != 0
                               ? bytes->text.substr(bytes->highlightAt, bytes->highlightLength)
                           : bytes->note.empty() ? bytes->text
                                                 : bytes->note;
  if (!text.empty()) std::cout << "      " << printable(text.substr(0, 2000)) << '\n';
}

void printWhy(Desk& desk, const PrincipalAnswer& a) {
  std::cout << printable(a.principal) << ": " << printable(answerText(a.answer)) << '\n';
  std::cout << "  record " << a.recordUid << " · " << printable(a.recordName) << '\n';
  for (const ChainStep& step : a.chain)
    printStep(desk, step);
  for (const std::string& condition : a.answer.conditions)
    std::cout << "  condition: " << printable(condition) << '\n';
  for (const std::string& what : a.answer.missing)
    std::cout << "  not known: " << printable(what) << '\n';
}

Result<int> why(const Session& session, const QuestionOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  Question question;
  COUNTERSIGN_ASSIGN(const auto answers, ask(*desk, o, question));
  if (session.json)
    printJson(questionJson(question, o.principal).set("answers", listJson(answers, answerJson)));
  else
    for (const PrincipalAnswer& a : answers)
      printWhy(*desk, a);
  return Done;
}

// --- who-can -------------------------------------------------------------------------------------------

void printRest(const WhoCanAnswer& who) {
  std::cerr << who.answers.size() << " of " << who.asked << " principals; " << who.denied << " are denied\n";
  if (who.unsupported == 0) return;
  std::cerr << "Nothing that was imported allows it to " << who.unsupported
            << " more; what was not imported, might:\n";
  for (const std::string& what : who.missing)
    std::cerr << "  " << printable(what) << '\n';
}

Result<int> whoCan(const Session& session, const QuestionOptions& o) {
  COUNTERSIGN_ASSIGN(const Question question, questionOf(o));
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const WhoCanAnswer who, desk->whoCan(question));
  if (session.json) {
    printJson(questionJson(question, {})
                  .set("answers", listJson(who.answers, answerJson))
                  .set("asked", static_cast<std::int64_t>(who.asked))
                  .set("denied", static_cast<std::int64_t>(who.denied))
                  .set("unsupported", static_cast<std::int64_t>(who.unsupported))
                  .set("missing", stringsJson(who.missing)));
    return Done;
  }
  Table table({"RECORD", "NAME", "PRINCIPAL", "ANSWER"});
  for (const PrincipalAnswer& a : who.answers)
    table.add({a.recordUid, a.recordName, a.principal, answerText(a.answer)});
  if (!table.empty()) table.print(std::cout);
  if (!session.quiet) printRest(who);
  return Done;
}

void addQuestion(CLI::App* app, QuestionOptions& o) {
  app->add_option("ACTION", o.action, "As the system writes it: s3:GetObject, 'get pods'");
  app->add_option("RESOURCE", o.resource, "As the system writes it: an ARN, 'namespace x'");
  app->add_option("--context", o.context, "A value of the request that conditions look at; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app->add_flag("--context-complete", o.complete, "A key that is not given is absent, not unknown");
}

} // namespace

void addAccessCommands(CLI::App& root, Session& session) {
  auto o = std::make_shared<QuestionOptions>();
  CLI::App* canApp =
      root.add_subcommand("can", "May this identity do this? As the runtime itself would decide");
  canApp->footer(canExamples);
  canApp->add_option("PRINCIPAL", o->principal,
                     "A record's id, a principal's uid, or a name that only one has");
  addQuestion(canApp, *o);
  canApp->add_option("--batch", o->batch, "Answer each line of a file of questions (JSON lines; - is stdin)")
      ->type_name("FILE");
  runs(canApp, session, [&session, o] { return can(session, *o); });

  auto y = std::make_shared<QuestionOptions>();
  CLI::App* whyApp =
      root.add_subcommand("why", "The chain from an identity to the statement that allows or denies");
  whyApp->footer(whyExamples);
  whyApp->add_option("PRINCIPAL", y->principal, "A record's id, a principal's uid, or a name")->required();
  addQuestion(whyApp, *y);
  runs(whyApp, session, [&session, y] { return why(session, *y); });

  auto w = std::make_shared<QuestionOptions>();
  CLI::App* whoApp = root.add_subcommand("who-can", "Every identity that may do this");
  whoApp->footer(whoExamples);
  addQuestion(whoApp, *w);
  runs(whoApp, session, [&session, w] { return whoCan(session, *w); });
}

} // namespace countersign::cli

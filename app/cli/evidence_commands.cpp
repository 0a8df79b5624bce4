// SPDX-License-Identifier: Apache-2.0
#include "app/cli/attest_run.h"
#include "app/cli/output.h"
#include "models/evidence/keys.h"
#include "models/evidence/verify.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

namespace countersign::cli {
namespace {

constexpr const char* exportExamples =
    "Example:\n"
    "  countersign export-evidence evidence-2026-11 --key me.pem\n"
    "\n"
    "The folder can be checked without this program: sh verify.sh evidence-2026-11 CA_SHA256 CHECKPOINT, "
    "with a\n"
    "verify.sh taken from elsewhere than the package (it is installed in share/countersign).";
constexpr const char* verifyExamples =
    "Examples:\n"
    "  countersign verify evidence-2026-11\n"
    "  countersign verify evidence-2026-11 --ca \"$SHA256_BY_PHONE\" --checkpoint kept-elsewhere.note\n"
    "\n"
    "Exit code 0 PASS, 1 FAIL, 2 CANNOT CHECK.";

struct ExportOptions {
  std::string folder, key;
  PassphraseSource passphrase;
};

struct VerifyArguments {
  std::string folder, ca, checkpoint, tsaCa;
};

Result<int> exportEvidence(const Session& session, const ExportOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(SignerInput signer, signerOf(o.key, o.passphrase));
  const auto done = desk->exportEvidence(o.folder, signer, session.progress());
  evidence::cleanse(signer.passphrase);
  if (!done) return failure(done.error());
  session.endProgress();
  COUNTERSIGN_ASSIGN(const auto entries, desk->logSize());
  if (session.json)
    printJson(Json::object().set("folder", o.folder).set("entries", entries));
  else if (!session.quiet)
    std::cout << "Wrote " << printable(o.folder) << ": " << entries
              << " log entries. Check it: countersign verify " << printable(o.folder) << '\n';
  return Done;
}

Result<std::string> smallFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return failure(ErrorCode::NotFound, "the checkpoint cannot be read", "", {file, {}, {}, {}, {}});
  std::string text(64U << 10, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

void printVerification(const evidence::Verification& v) {
  for (const evidence::Check& c : v.checks)
    std::cout << (c.ok ? "ok    " : "FAIL  ") << c.name
              << (c.detail.empty() ? "" : "  " + printable(c.detail)) << '\n';
  for (const std::string& note : v.notes)
    std::cout << "NOTE  " << printable(note) << '\n';
  std::cout << evidence::verdictName(v.verdict) << "  " << v.entries << " entries"
            << (v.root ? ", root " + v.root->hex() : "") << '\n';
}

Json verificationJson(const evidence::Verification& v) {
  Json checks = Json::array(), notes = Json::array();
  for (const evidence::Check& c : v.checks)
    checks.push(Json::object().set("name", c.name).set("ok", c.ok).set("detail", c.detail));
  for (const std::string& note : v.notes)
    notes.push(note);
  Json out = Json::object();
  out.set("verdict", std::string(evidence::verdictName(v.verdict))).set("checks", checks).set("notes", notes);
  out.set("entries", static_cast<std::int64_t>(v.entries)).set("root", v.root ? Json(v.root->hex()) : Json());
  out.set("caSha256", v.caSha256);
  return out;
}

Result<int> verify(const Session& session, const VerifyArguments& a) {
  evidence::VerifyOptions options;
  options.caSha256 = a.ca;
  options.tsaCaSha256 = a.tsaCa;
  if (!a.checkpoint.empty()) {
    COUNTERSIGN_ASSIGN(options.checkpoint, smallFile(a.checkpoint));
  }
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  const ProgressFn progress = session.progress();
  options.progress = [&](double fraction) { return progress(fraction, "Checking"); };
  const evidence::Verification v = evidence::verifyPackage(a.folder, options);
  session.endProgress();
  if (session.json)
    printJson(verificationJson(v));
  else
    printVerification(v);
  return evidence::verdictExit(v.verdict);
}

Result<int> report(const Session& session, const std::string& file) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const std::string html, desk->reportHtml());
  if (file.empty()) {
    std::cout << html;
    return Done;
  }
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  if (!out.write(html.data(), static_cast<std::streamsize>(html.size())) || !out.flush())
    return failure(ErrorCode::Io, "the report cannot be written", "Choose another place",
                   {file, {}, {}, {}, {}});
  return Done;
}

/// 64 hexadecimal digits, with or without the colons that openssl prints.
std::string digits(std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ':' && c != ' ') out += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  text = out;
  return out.size() == 64 && fromHex(out) ? std::string() : "not 64 hexadecimal digits: " + text;
}

} // namespace

void addEvidenceCommands(CLI::App& root, Session& session) {
  auto e = std::make_shared<ExportOptions>();
  CLI::App* exporting =
      root.add_subcommand("export-evidence", "Write a package that an auditor checks without this program");
  exporting->footer(exportExamples);
  exporting->add_option("DIR", e->folder, "The new folder; must not exist")->required();
  exporting->add_option("--key", e->key, "Your encrypted key file")->type_name("FILE")->required();
  addPassphraseOptions(*exporting, e->passphrase);
  runs(exporting, session, [&session, e] { return exportEvidence(session, *e); });

  auto v = std::make_shared<VerifyArguments>();
  CLI::App* verifying = root.add_subcommand("verify", "Check an evidence package; needs no workspace");
  verifying->footer(verifyExamples);
  verifying->add_option("DIR", v->folder, "The package")->required();
  verifying->add_option("--ca", v->ca, "SHA-256 of the reviewers' CA, received by phone or letter")
      ->type_name("SHA256")
      ->transform(CLI::Validator(digits, ""));
  verifying->add_option("--checkpoint", v->checkpoint, "A checkpoint of the log that was kept elsewhere")
      ->type_name("FILE");
  verifying->add_option("--tsa-ca", v->tsaCa, "SHA-256 of the time-stamp authority's CA")
      ->type_name("SHA256")
      ->transform(CLI::Validator(digits, ""));
  runs(verifying, session, [&session, v] { return verify(session, *v); });

  auto file = std::make_shared<std::string>();
  CLI::App* reporting =
      root.add_subcommand("report", "The readable report as HTML, the one that a package holds");
  reporting->footer("Example:\n  countersign report --out report.html");
  reporting->add_option("--out", *file, "Where to; else stdout")->type_name("FILE");
  runs(reporting, session, [&session, file] { return report(session, *file); });
}

} // namespace countersign::cli

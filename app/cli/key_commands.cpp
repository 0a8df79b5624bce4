// SPDX-License-Identifier: Apache-2.0
#include "app/cli/attest_run.h"
#include "app/cli/json_views.h"
#include "app/cli/key_files.h"
#include "app/cli/output.h"
#include "app/cli/table.h"
#include "models/review/reviewers.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace countersign::cli {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  countersign key create --out me.pem --name 'First Reviewer' --email reviewer@example.org\n"
    "  countersign key enrol --key me.pem --role reviewer\n"
    "  countersign key alias 3f2a reviewer@example.org arn:aws:iam::123456789012:user/reviewer\n"
    "  countersign key list\n"
    "\n"
    "A key file is encrypted with its passphrase; whoever has both signs in your name. The small authority\n"
    "(reviewers-ca.key) says whose key is whose: keep it elsewhere, for example with the person who enrols "
    "reviewers.";

struct KeyOptions {
  std::string file, name, email, role, authority, keyId, certificate;
  std::vector<std::string> aliases;
  PassphraseSource passphrase, authorityPassphrase;
};

Result<int> create(const Session& session, const KeyOptions& o) {
  NewKey wanted;
  wanted.file = o.file;
  wanted.authority = o.authority.empty() ? wanted.file.parent_path() : std::filesystem::path(o.authority);
  if (wanted.authority.empty()) wanted.authority = ".";
  wanted.name = o.name;
  wanted.email = o.email;
  COUNTERSIGN_ASSIGN(wanted.passphrase, readPassphrase(o.passphrase, "New passphrase of " + o.file, true));
  if (!o.authorityPassphrase.given() && o.passphrase.given()) {
    wanted.authorityPassphrase = wanted.passphrase;
  } else {
    COUNTERSIGN_ASSIGN(wanted.authorityPassphrase,
                       readPassphrase(o.authorityPassphrase, "Passphrase of the reviewers' CA"));
  }
  const auto made = makeKey(wanted, session.clock->now());
  evidence::cleanse(wanted.passphrase);
  evidence::cleanse(wanted.authorityPassphrase);
  if (!made) return failure(made.error());
  if (session.json) {
    printJson(Json::object()
                  .set("keyId", made->keyId)
                  .set("key", o.file)
                  .set("certificate", made->certificateFile.string())
                  .set("caSha256", made->authority.hex())
                  .set("madeAuthority", made->madeAuthority));
    return Done;
  }
  std::cout << "Key        " << made->keyId << "\nFiles      " << printable(o.file)
            << " (keep it to yourself), " << printable(made->certificateFile.string())
            << "\nAuthority  SHA-256 " << made->authority.hex()
            << (made->madeAuthority ? " (new, in " + printable(wanted.authority.string()) + ")" : "") << '\n';
  return Done;
}

Result<int> show(const Session& session, const KeyOptions& o) {
  COUNTERSIGN_ASSIGN(const auto certificate, readCertificate(o.file));
  COUNTERSIGN_ASSIGN(const auto key, certificate.publicKey());
  if (session.json)
    printJson(Json::object()
                  .set("keyId", key.keyId())
                  .set("name", certificate.commonName())
                  .set("email", certificate.email())
                  .set("notBefore", timeJson(certificate.notBefore()))
                  .set("notAfter", timeJson(certificate.notAfter()))
                  .set("sha256", certificate.sha256().hex())
                  .set("authority", certificate.isAuthority()));
  else
    std::cout << "Key          " << key.keyId() << "\nName         " << printable(certificate.commonName())
              << "\nE-mail       " << printable(certificate.email()) << "\nValid        "
              << timeText(certificate.notBefore()) << " to " << timeText(certificate.notAfter())
              << "\nCertificate  SHA-256 " << certificate.sha256().hex()
              << (certificate.isAuthority() ? " (an authority)" : "") << '\n';
  return Done;
}

Result<int> enrol(const Session& session, const KeyOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(SignerInput signer, signerOf(o.file, o.passphrase));
  const auto keyId = desk->enrolKey(signer, o.certificate);
  evidence::cleanse(signer.passphrase);
  if (!keyId) return failure(keyId.error());
  if (!o.role.empty()) {
    COUNTERSIGN_TRY(setReviewerRole(desk->workspace(), *keyId, o.role));
  }
  if (session.json)
    printJson(Json::object().set("keyId", *keyId));
  else
    std::cout << "Enrolled " << *keyId << '\n';
  return Done;
}

Result<int> list(const Session& session) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_ASSIGN(const auto all, reviewers(desk->workspace()));
  Json out = Json::array();
  Table table({"KEY", "NAME", "E-MAIL", "ROLE", "ENROLLED", "REVOKED", "ALSO KNOWN AS"});
  for (const Reviewer& r : all) {
    out.push(Json::object()
                 .set("keyId", r.keyId)
                 .set("name", r.name)
                 .set("email", r.email)
                 .set("role", r.role)
                 .set("aliases", stringsJson(r.aliases))
                 .set("enrolledEntry", r.enrolledEntry)
                 .set("revokedEntry", r.revokedEntry ? Json(*r.revokedEntry) : Json()));
    std::string aliases;
    for (const std::string& a : r.aliases)
      aliases += (aliases.empty() ? "" : ", ") + a;
    table.add({r.keyId.substr(0, 16), r.name, r.email, r.role, "entry " + std::to_string(r.enrolledEntry),
               r.revokedEntry ? "entry " + std::to_string(*r.revokedEntry) : "", aliases});
  }
  if (session.json)
    printJson(Json::object().set("reviewers", out));
  else
    table.print(std::cout);
  return Done;
}

Result<int> alias(const Session& session, const KeyOptions& o) {
  COUNTERSIGN_ASSIGN(const auto desk, session.desk());
  COUNTERSIGN_TRY(setReviewerAliases(desk->workspace(), o.keyId, o.aliases));
  return list(session);
}

void addCreate(CLI::App& parent, Session& session) {
  auto o = std::make_shared<KeyOptions>();
  CLI::App* app = parent.add_subcommand("create", "Make a reviewer's key and certificate");
  app->footer("Example:\n  countersign key create --out me.pem --name 'First Reviewer' --email "
              "reviewer@example.org --authority ~/reviewers");
  app->add_option("--out", o->file, "The new key file; the certificate goes beside it as .crt")
      ->type_name("FILE")
      ->required();
  app->add_option("--name", o->name, "Your name, into the certificate")->type_name("NAME")->required();
  app->add_option("--email", o->email, "Your address, into the certificate")->type_name("ADDRESS");
  app->add_option("--authority", o->authority,
                  "Folder of the reviewers' CA, made where there is none; else beside the key")
      ->type_name("DIR");
  addPassphraseOptions(*app, o->passphrase);
  addPassphraseOptions(*app, o->authorityPassphrase, "authority-", "the authority's");
  runs(app, session, [&session, o] { return create(session, *o); });
}

} // namespace

void addKeyCommands(CLI::App& root, Session& session) {
  CLI::App* app = root.add_subcommand("key", "Reviewers' keys");
  app->footer(examples);
  app->require_subcommand(1);
  addCreate(*app, session);
  auto o = std::make_shared<KeyOptions>();

  CLI::App* showing = app->add_subcommand("show", "Whose key it is; needs no passphrase");
  showing->footer("Example:\n  countersign key show me.pem");
  showing->add_option("FILE", o->file, "A key file or a certificate")->required();
  runs(showing, session, [&session, o] { return show(session, *o); });

  CLI::App* enrolling =
      app->add_subcommand("enrol", "Let a key sign in this workspace; it is an entry of the log");
  enrolling->footer(
      "Examples:\n  countersign key enrol --key me.pem --role reviewer                opens the log with "
      "your key\n"
      "  countersign key enrol --key me.pem --certificate colleague.crt    lets in a colleague's");
  enrolling->add_option("--key", o->file, "The encrypted key file")->type_name("FILE")->required();
  enrolling->add_option("--certificate", o->certificate, "The colleague's certificate that --key lets in")
      ->type_name("FILE");
  enrolling->add_option("--role", o->role, "What this person is, in words")->type_name("ROLE");
  addPassphraseOptions(*enrolling, o->passphrase);
  runs(enrolling, session, [&session, o] { return enrol(session, *o); });

  CLI::App* listing = app->add_subcommand("list", "Who may sign in this workspace");
  listing->footer("Example:\n  countersign key list");
  runs(listing, session, [&session] { return list(session); });

  CLI::App* naming = app->add_subcommand(
      "alias", "The names that a reviewer has in other systems: nobody certifies an identity of their own");
  naming->footer(
      "Example:\n  countersign key alias 3f2a reviewer@example.org arn:aws:iam::123456789012:user/reviewer");
  naming->add_option("KEYID", o->keyId, "The key's id, or its first digits")->required();
  naming->add_option("NAME", o->aliases, "All names: they replace those that are set")->required();
  runs(naming, session, [&session, o] { return alias(session, *o); });
}

} // namespace countersign::cli

// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QProcess>
#include <QtGlobal>

#include "sample.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace countersign::evidence::sample {
namespace fs = std::filesystem;

Person person(const World& world, const std::string& name, const std::string& role) {
  Person out{must(SigningKey::generate()), {}, {}};
  out.certificate = must(issueCertificate(
      world.authorityKey, world.authority, out.key.publicKey(),
      {name, role + "@example.org", world.authority.notBefore(), world.authority.notAfter()}));
  out.signer = {out.key.keyId(), name, role, out.certificate.sha256()};
  return out;
}

Digest World::append(const StatementBody& body, const Person& who, std::vector<std::string> warnings) {
  now += std::chrono::minutes(1);
  Appended appended = must(appendEntry(head, body, who.signer, who.key, now, std::move(warnings)));
  head = std::move(appended.head);
  input.entries.push_back(std::move(appended.entry.envelope));
  return appended.entry.leaf;
}

void World::forge(const Statement& statement, const Person& who) {
  const Envelope envelope = must(signEnvelope(must(writeStatement(statement)), who.key));
  input.entries.push_back(envelope.bytes());
  head.lastLeaf = leafHash(input.entries.back());
  head.tree.append(head.lastLeaf);
}

Attestation World::attestation(int number, Decision decision) {
  const auto keep = [](std::map<Digest, std::string>& where, std::string bytes) {
    const Digest digest = sha256(bytes);
    where.emplace(digest, std::move(bytes));
    return digest;
  };
  const std::string n = std::to_string(number);
  const Digest role =
      keep(input.documents, "{\"content\":{\"name\":\"job-" + n + "\"},\"schema\":\"aws.role/1\"}");
  const Digest policy =
      keep(input.documents, "{\"content\":{\"name\":\"shared\"},\"schema\":\"aws.policy/1\"}");
  Attestation a;
  a.recordId = "record-" + n;
  a.recordName = "job-" + n;
  a.tier = Tier::High;
  a.documents = {{role, now - std::chrono::minutes(2)}, {policy, std::nullopt}};
  a.absences = {"permissions boundary of job-" + n, "organization policies"};
  a.digest = keep(input.closures, "{\"absences\":[],\"documents\":[\"" + role.hex() + "\",\"" + policy.hex() +
                                      "\"],\"n\":" + n + "}");
  a.seal = {SealState::Current,
            now,
            {{"high", Seconds(3600)}, {"critical", Seconds(900)}},
            {"no audit trail imported"}};
  a.view = {keep(input.views, "Record job-" + n + "\n"), "en"};
  a.versions = {"0.1.0", "aws 3", "2026-11", "policy 12"};
  a.decision = decision;
  a.reason = "used every night, says \"owner\"";
  a.independence.rule = "compared with all names of the reviewer";
  a.meaning = "I certify that this identity needs what it can do.";
  if (decision == Decision::Exception) {
    a.owner = "platform team";
    a.until = now + std::chrono::hours(240);
  }
  if (decision == Decision::Revoke)
    a.grants = {{"job-" + n, "s3:PutObject", "arn:aws:s3:::backups/*", "inline policy"}};
  normalise(a);
  return a;
}

void World::checkpoint(const std::string& token) {
  Checkpoint c = must(signCheckpoint(head, log.key));
  c.token = token;
  input.checkpoints.push_back(std::move(c));
}

World openWorld() {
  World w;
  w.now = must(parseRfc3339("2026-11-20T06:00:00Z"));
  const Instant from = must(parseRfc3339("2026-01-01T00:00:00Z")),
                to = must(parseRfc3339("2036-01-01T00:00:00Z"));
  w.authorityKey = must(SigningKey::generate());
  w.authority = must(makeAuthority(w.authorityKey, {"Review CA", "", from, to}));
  w.log = person(w, "Log of the workspace", "log");
  w.first = person(w, "First Reviewer", "reviewer");
  w.second = person(w, "Second Reviewer", "reviewer");
  w.third = person(w, "Third Reviewer", "reviewer");
  w.head.origin = "example.org/reviews";
  LogOpen open{w.authority.sha256(), w.log.key.keyId(), {}, "Yearly review"};
  for (const Person* p : {&w.first, &w.second})
    open.keys.push_back({p->signer.keyId, p->signer.name, p->signer.role, p->signer.certSha256});
  std::sort(open.keys.begin(), open.keys.end(),
            [](const auto& a, const auto& b) { return a.keyId < b.keyId; });
  w.input.origin = w.head.origin;
  w.input.authority = w.authority;
  w.input.logKeyId = w.log.key.keyId();
  for (const Person* p : {&w.log, &w.first, &w.second, &w.third})
    w.input.certificates.emplace(p->key.keyId(), p->certificate);
  w.input.report.workspace = "sample";
  w.input.report.origin = w.head.origin;
  w.input.report.generatedAt = w.now;
  w.append(open, w.first);
  return w;
}

World fullWorld() {
  World w = openWorld();
  const Digest certified = w.append(w.attestation(1), w.first);
  w.append(Countersign{1, certified, "", "I agree with this decision."}, w.second);
  const Digest revoked = w.append(w.attestation(2, Decision::Revoke), w.second);
  w.checkpoint();
  w.append(
      KeyEnrol{{w.third.signer.keyId, w.third.signer.name, "reviewer", w.third.signer.certSha256}, "joined"},
      w.first);
  w.append(w.attestation(3, Decision::Exception), w.third);
  const Digest snapshot = sha256("snapshot bytes");
  w.input.sources.emplace(snapshot, "snapshot bytes");
  w.input.snapshots.push(
      Json(Json::Object{{"sha256", Json(snapshot.hex())}, {"source", Json("aws/1/live")}}));
  w.append(RevocationOutcome{3, revoked, "landed", {snapshot}, sha256("later"), "gone from the only system"},
           w.first);
  Attestation again = w.attestation(4, Decision::Flag);
  again.prior = certified;
  w.append(again, w.first);
  w.append(KeyRevoke{w.third.signer.keyId, "left"}, w.first);
  w.append(Note{"Exported for the auditor."}, w.second);
  w.checkpoint();
  return w;
}

Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& folder) {
  QProcess process;
  QStringList list;
  for (const std::string& a : arguments)
    list << QString::fromStdString(a);
  if (!folder.empty()) process.setWorkingDirectory(QString::fromStdString(folder));
  process.setProcessChannelMode(QProcess::MergedChannels);
  process.start(QString::fromStdString(program), list);
  if (!process.waitForFinished(600'000) || process.exitStatus() != QProcess::NormalExit)
    qFatal("%s did not end", program.c_str());
  return {process.exitCode(), process.readAll().toStdString()};
}

Outcome verifyScript(const std::string& package, const std::vector<std::string>& more,
                     const std::string& shell) {
  static const std::string script = [] {
    const auto path =
        fs::temp_directory_path() / ("verify-" + std::to_string(QCoreApplication::applicationPid()) + ".sh");
    writeFile(path.string(), packageTexts().at("verify.sh"));
    return path.string();
  }();
  std::vector<std::string> arguments{script, package};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run(shell, arguments);
}

std::string readFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void writeFile(const std::string& path, const std::string& bytes) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << bytes;
  if (!out.flush()) qFatal("cannot write %s", path.c_str());
}

std::map<std::string, std::string> readAll(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file())
      out[entry.path().lexically_relative(folder).generic_string()] = readFile(entry.path().string());
  return out;
}

void resignManifest(const std::string& package, const SigningKey& key) {
  std::string manifest;
  for (const auto& [name, bytes] : readAll(package))
    if (name.rfind("MANIFEST", 0) != 0) manifest += sha256(bytes).hex() + "  " + name + "\n";
  writeFile(package + "/MANIFEST.sha256", manifest);
  writeFile(package + "/MANIFEST.sha256.sig", must(key.sign(manifest)));
}

void copyFolder(const std::string& from, const std::string& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
}

} // namespace countersign::evidence::sample

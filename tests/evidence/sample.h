// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/evidence/package.h"
#include "models/evidence/verify.h"

#include <QtGlobal>

/// A small log with all kinds of entries, and what tests do to packages.
namespace countersign::evidence::sample {

struct Person {
  SigningKey key;
  Certificate certificate;
  Signer signer;
};

struct World {
  SigningKey authorityKey;
  Certificate authority;
  Person log, first, second, third; ///< third is not in the first list of keys
  Instant now;
  LogHead head;
  PackageInput input;

  /// Appends, keeps the entry in `input`. Stops the test program where it fails.
  Digest append(const StatementBody& body, const Person& who, std::vector<std::string> warnings = {});
  /// The same, with another time and no warning of its own.
  void forge(const Statement& statement, const Person& who);
  Attestation attestation(int number, Decision decision = Decision::Certify);
  void checkpoint(const std::string& token = {});
};

/// A person with a certificate from an authority.
Person person(const World& world, const std::string& name, const std::string& role);
/// An opened log without decisions; the authority is valid from 2026 to 2036.
World openWorld();
/// A log with each kind of entry and two checkpoints.
World fullWorld();
/// The value, or the program ends with the error.
template <class T>
T must(Result<T> result) {
  if (!result) qFatal("%s", result.error().text().c_str());
  return std::move(*result);
}

struct Outcome {
  int exit = -1;
  std::string output;
};
/// Runs a program without a shell.
Outcome run(const std::string& program, const std::vector<std::string>& arguments,
            const std::string& folder = {});
/// verify.sh, taken from the library and not from the package.
Outcome verifyScript(const std::string& package, const std::vector<std::string>& more = {},
                     const std::string& shell = "sh");
/// All files of a folder, by relative name.
std::map<std::string, std::string> readAll(const std::string& folder);
void writeFile(const std::string& path, const std::string& bytes);
std::string readFile(const std::string& path);
/// Writes the manifest anew and signs it, as an attacker with the export key does.
void resignManifest(const std::string& package, const SigningKey& key);
void copyFolder(const std::string& from, const std::string& to);

} // namespace countersign::evidence::sample

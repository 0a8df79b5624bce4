// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/verify_internal.h"

namespace countersign::evidence::verifying {
namespace {

/// The one line of a file.
bool oneLine(const Package& package, const std::string& name, std::string& out, Findings& findings) {
  const std::string& text = package.text(name);
  if (!text.empty() && text.find('\n') == text.size() - 1) {
    out = text.substr(0, text.size() - 1);
    return true;
  }
  findings.fail("files", package.has(name) ? name + " is not one line" : name + " is missing");
  return false;
}

bool isKeyId(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// A file that holds just one certificate, in the one way that it can be written.
std::optional<Certificate> strictCertificate(const Package& package, const std::string& name,
                                             Findings& findings) {
  auto certificate = Certificate::fromPem(package.text(name));
  if (certificate && certificate->pem() == package.text(name)) return std::move(*certificate);
  findings.fail("trust", name + " is not just one certificate");
  return std::nullopt;
}

bool readKey(Package& package, const std::string& keyId, Findings& findings) {
  const std::string pem = "trust/" + keyId + ".pem", crt = "trust/" + keyId + ".crt";
  auto key = PublicKey::fromPem(package.text(pem));
  if (!isKeyId(keyId) || !key || key->keyId() != keyId || key->pem() != package.text(pem)) {
    findings.fail("trust", pem + " is not the key that it is named after");
    return false;
  }
  const auto certificate = strictCertificate(package, crt, findings);
  if (!certificate) return false;
  if (const auto about = certificate->publicKey(); !about || about->keyId() != keyId)
    findings.fail("trust", "certificate of another key: " + crt);
  if (const auto ok = checkCertificate(*certificate, *package.authority, std::nullopt); !ok)
    findings.fail("trust", crt + ": " + ok.error().message);
  package.keys.emplace(keyId, std::move(*key));
  package.certificates.emplace(keyId, *certificate);
  return true;
}

void checkFingerprints(Package& package, const VerifyOptions& options, Findings& findings) {
  const std::string have = package.authority->sha256().hex();
  if (!options.caSha256.empty() && options.caSha256 != have)
    findings.fail("trust", "fingerprint of the CA is " + have);
  std::string tsa = "missing";
  if (package.has("trust/tsa-ca.crt"))
    if (const auto certificate = strictCertificate(package, "trust/tsa-ca.crt", findings)) {
      package.tsaCa = certificate->pem();
      tsa = certificate->sha256().hex();
    }
  if (!options.tsaCaSha256.empty() && options.tsaCaSha256 != tsa)
    findings.fail("trust", "fingerprint of the time-stamp authority's CA is " + tsa);
}

} // namespace

bool readTrust(Package& package, const VerifyOptions& options, Findings& findings) {
  for (const char* name : {"trust/ca.crt", "log/bundle.intoto.jsonl", "snapshots.json"})
    if (!package.has(name)) {
      findings.fail("files", std::string(name) + " is missing");
      return false;
    }
  if (!oneLine(package, "log/origin.txt", package.origin, findings) ||
      !oneLine(package, "log/logkey.txt", package.logKeyId, findings) ||
      !oneLine(package, "log/exportkey.txt", package.exportKeyId, findings))
    return false;
  if (!validOrigin(package.origin) || !isKeyId(package.logKeyId) || !isKeyId(package.exportKeyId)) {
    findings.fail("files", "log/ does not say which log this is and which keys it has");
    return false;
  }
  package.authority = strictCertificate(package, "trust/ca.crt", findings);
  if (!package.authority) return false;
  checkFingerprints(package, options, findings);
  for (const auto& [name, size] : package.sizes)
    if (name.rfind("trust/", 0) == 0 && name.size() > 10 && name.compare(name.size() - 4, 4, ".pem") == 0 &&
        !readKey(package, name.substr(6, name.size() - 10), findings))
      return false;
  const auto exporter = package.keys.find(package.exportKeyId);
  if (exporter == package.keys.end() || !package.keys.contains(package.logKeyId)) {
    findings.fail("trust", "the log's or the exporter's key is missing");
    return false;
  }
  if (!exporter->second.verify(package.text("MANIFEST.sha256"), package.text("MANIFEST.sha256.sig")))
    findings.fail("manifest", "the signature of the manifest does not hold");
  return true;
}

} // namespace countersign::evidence::verifying

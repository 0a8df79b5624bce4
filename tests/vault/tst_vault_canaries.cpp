// SPDX-License-Identifier: Apache-2.0
#include "connectors/vault/vault.h"
#include "tests/kubernetes/collect.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* canary = "canary-7c1e";
constexpr const char* token = "hvs.CAESIcanary7c1ecanary7c1ecanary7c1e";

std::string envelope(const std::string& path, const std::string& data, const std::string& auth = "null") {
  return "{\"path\":\"" + path + "\",\"answer\":{\"request_id\":\"r\",\"lease_id\":\"\",\"data\":" + data +
         ",\"auth\":" + auth + ",\"wrap_info\":{\"token\":\"" + canary + "\"}}}\n";
}

/// Secrets at every place where the API has them, and where people put them.
std::vector<std::string> texts() {
  const std::string c = canary, t = token;
  return {
      envelope("auth/token/lookup", "{\"accessor\":\"a\",\"creation_ttl\":1,\"policies\":[\"p\"],\"id\":\"" +
                                        c + "\",\"meta\":{\"api_key\":\"" + c + "\",\"note\":\"" + t +
                                        "\"},\"display_name\":\"token " + t + "\"}"),
      envelope("auth/approle/login", "null",
               "{\"client_token\":\"" + c +
                   "\",\"accessor\":\"a\",\"token_policies\":[],\"metadata\":{\"password\":\"" + c + "\"}}"),
      envelope("auth/approle/role/r/secret-id", "{\"secret_id\":\"" + c + "\",\"secret_id_accessor\":\"s\"}"),
      envelope("auth/jwt/role/r", "{\"token_policies\":[],\"bound_claims\":{\"client_secret\":\"" + c +
                                      "\"},\"unheard_of\":\"" + c + "\"}"),
      envelope("identity/entity/id/e",
               "{\"id\":\"e\",\"name\":\"n\",\"aliases\":[{\"name\":\"x\",\"metadata\":"
               "{\"private_key\":\"" +
                   c + "\"}}],\"metadata\":{\"token\":\"" + c + "\",\"inner\":{\"a\":\"" + c + "\"}}}"),
      envelope("secret/data/x", "{\"data\":{\"pin\":\"" + c + "\"},\"metadata\":{\"version\":3}}"),
      envelope("legacy/x", "{\"pin\":\"" + c + "\"}"),
      envelope("sys/policies/acl/p",
               "{\"name\":\"p\",\"policy\":\"# " + t +
                   "\\npath \\\"a\\\" { capabilities = [\\\"update\\\"] allowed_parameters = { "
                   "\\\"password\\\" = [\\\"" +
                   c + "\\\"] } }\"}"),
      envelope("sys/audit",
               "{\"socket/\":{\"type\":\"socket\",\"local\":false,\"options\":{\"address\":\"" + c + "\"}}}"),
      "{\"path\":\"legacy/y\",\"answer\":{\"pin\":\"" + c + "\"\n"};
}

std::string everythingOf(const Collected& got) {
  std::string out;
  for (const std::string& document : got.canonical())
    out += document + '\n';
  for (const Observation& o : got.all.observations)
    out += o.name + *canonicalJson(o.value) + '\n';
  for (const Gap& gap : got.all.gaps)
    out += gap.error.text() + gap.error.place.excerpt + '\n';
  return out;
}

} // namespace

class TestVaultCanaries : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void nothingIsKept() {
    std::string all;
    for (const std::string& text : texts()) {
      all += text;
      const auto got = collect(*makeVaultAnswersConnector(), text, "prod");
      QVERIFY2(everythingOf(got).find(canary) == std::string::npos, everythingOf(got).c_str());
      QVERIFY2(everythingOf(got).find(token) == std::string::npos, everythingOf(got).c_str());
      QVERIFY2(masked(text, got).find(canary) == std::string::npos ||
                   text.find("\\npath") != std::string::npos,
               masked(text, got).c_str());
    }
    const auto got = collect(*makeVaultAnswersConnector(), all, "prod");
    QVERIFY(got.all.documents.size() >= 6);
    QVERIFY(everythingOf(got).find(canary) == std::string::npos);
  }
  /// Whatever is cut off, what is left of a secret is masked.
  void cutOff() {
    for (const std::string& text : texts()) {
      if (text.find("\\npath") != std::string::npos) continue; // masked by the search over kept bytes
      for (std::size_t n = 1; n < text.size(); n += 3) {
        const auto got = collect(*makeVaultAnswersConnector(), text.substr(0, n), "prod");
        if (got.error) continue; // nothing is kept
        QVERIFY2(masked(text.substr(0, n), got).find(canary) == std::string::npos, text.substr(0, n).c_str());
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestVaultCanaries)
#include "tst_vault_canaries.moc"

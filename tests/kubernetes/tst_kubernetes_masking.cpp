// SPDX-License-Identifier: Apache-2.0
#include <QTest>

#ifndef Q_MOC_RUN // moc does not follow raw string literals
#include "masking_data.h"
#endif

class TestKubernetesMasking : public QObject {
  Q_OBJECT
private Q_SLOTS:
  void json() {
    nothingLeft(secrets);
    const auto got = collect(*makeKubernetesExportConnector(), secrets);
    QVERIFY(got.all.documents.empty());
    QCOMPARE(*canonicalJson(got.observation("n/s", "legacy-token/s-token")->value),
             std::string(R"({"created":"2022-01-02T03:04:05Z","lastUsed":"2024-10-24"})"));
    QVERIFY(masked(secrets, got).find("kubernetes.io/service-account.name") != std::string::npos);
    QVERIFY(got.hasGap("Secret that is no service account token"));
  }
  void concatenated() { nothingLeft(std::string(secrets) + "\n" + secrets); }
  void array() {
    const std::string text = secrets;
    nothingLeft(text.substr(text.find("[\n"), text.rfind(']') + 1 - text.find("[\n")));
  }
  void yaml() { nothingLeft(yamlSecrets); }
  void manyInOneYamlDocument() {
    std::string text = "apiVersion: v1\nkind: List\nitems:\n";
    for (int i = 0; i < 200; ++i)
      text += "- {apiVersion: v1, kind: Secret, metadata: {name: s, namespace: n}, data: {k: "
              "Y2FuYXJ5LWNhbmFyeQ}}\n";
    nothingLeft(text);
  }
  void cutOff() {
    const std::string text = secrets;
    for (std::size_t n = 1; n < text.size(); n += 5) {
      nothingLeft(text.substr(0, n));
      if (n % 4 == 0) nothingLeft(text + text.substr(0, n));
    }
  }
  void brokenElement() {
    std::string text = secrets;
    text.insert(text.find("\"apps/v1\""), "?");
    nothingLeft(text);
  }
};

QTEST_APPLESS_MAIN(TestKubernetesMasking)
#include "tst_kubernetes_masking.moc"

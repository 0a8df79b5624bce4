// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "collect.h"
#include "connectors/kubernetes/kubernetes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

/// One event as the API server writes it; `more` are further members.
std::string line(const std::string& id, const std::string& stage, const std::string& more,
                 const std::string& time = "2026-11-20T06:00:00.000000Z") {
  return R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":")" + id +
         R"(","stage":")" + stage + R"(","stageTimestamp":")" + time +
         R"(","sourceIPs":["192.0.2.1"],"user":{"username":"system:serviceaccount:ci:deploy","uid":"u-1",)" +
         R"("groups":["system:serviceaccounts"],"extra":{"authentication.kubernetes.io/credential-id":["JTI=abc"]}},)" +
         more + "}\n";
}
const std::string binds =
    R"("verb":"create","requestURI":"/apis/rbac.authorization.k8s.io/v1/clusterrolebindings","objectRef":{"resource":"clusterrolebindings",
"apiGroup":"rbac.authorization.k8s.io","apiVersion":"v1","name":"b"},"requestObject":{"roleRef":{"kind":"ClusterRole","name":"cluster-admin"},
"subjects":[{"kind":"ServiceAccount","name":"s","namespace":"n"}]},"responseStatus":{"code":201},
"annotations":{"authorization.k8s.io/decision":"allow","authorization.k8s.io/reason":"RBAC: allowed"})";

std::string flat(std::string text) {
  std::replace(text.begin(), text.end() - 1, '\n', ' ');
  return text;
}
Collected read(std::string_view text) {
  return collect(*makeKubernetesAuditConnector(), text);
}
bool has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

std::string quoted(const std::string& text) {
  std::string out;
  appendJsonString(out, text);
  return out;
}
std::string trimmed(std::string text) {
  text.pop_back();
  return text;
}

} // namespace

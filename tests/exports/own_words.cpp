// SPDX-License-Identifier: Apache-2.0
#include "tests/exports/own_words.h"

#include <QByteArrayList>

namespace countersign::test {
namespace {

const char* account = "system:serviceaccount:payments:settle";

QByteArray object(const QByteArray& kind, const QByteArray& ns, const QByteArray& name,
                  const QByteArray& rest) {
  const bool core = kind == "ServiceAccount";
  return R"({"apiVersion":")" + QByteArray(core ? "v1" : "rbac.authorization.k8s.io/v1") + R"(","kind":")" +
         kind + R"(","metadata":{"name":")" + name + "\"" +
         (ns.isEmpty() ? "" : R"(,"namespace":")" + ns + "\"") + R"(,"uid":"u-)" + kind + ns + name + "\"}" +
         rest + "}";
}

} // namespace

QByteArray binding(const QByteArray& ns, const QByteArray& role) {
  return object("RoleBinding", ns, "settle",
                R"(,"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":")" + role +
                    R"("},"subjects":[{"kind":"ServiceAccount","name":"settle","namespace":"payments"}])");
}

QByteArray cluster(const QByteArray& verbs) {
  const QByteArrayList items{
      object("ServiceAccount", "payments", "settle", {}),
      object("Role", "payments", "settle",
             R"(,"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":[)" + verbs + "]}]"),
      binding("payments", "settle"),
      binding("ghost", "gone"),
      object("ClusterRole", {}, "nobody", R"(,"rules":[])"),
      object(
          "ClusterRoleBinding", {}, "nobody",
          R"(,"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"nobody"},"subjects":[])")};
  return R"({"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[)" +
         items.join(",\n") + "]}";
}

QByteArray said(const QByteArray& verb, const QByteArray& resource, const QByteArray& ns, bool allowed,
                const QByteArray& groups) {
  return R"({"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","metadata":{},"spec":{"user":")" +
         QByteArray(account) + R"(","groups":[)" + groups + R"(],"resourceAttributes":{"verb":")" + verb +
         R"(","resource":")" + resource + R"(","namespace":")" + ns + R"("}},"status":{"allowed":)" +
         (allowed ? "true" : "false") + "}}\n";
}

QByteArray auditEvent(const QByteArray& id, const QByteArray& verb, const QByteArray& decision,
                      const QByteArray& more) {
  return R"({"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":")" + id +
         R"(","stage":"ResponseComplete","requestURI":"/api/v1/namespaces/payments/configmaps","verb":")" +
         verb + R"(","user":{"username":")" + account +
         R"(","groups":["system:serviceaccounts","system:serviceaccounts:payments","system:authenticated"]},)" +
         more +
         R"("objectRef":{"resource":"configmaps","namespace":"payments","apiVersion":"v1"},)"
         R"("stageTimestamp":"2026-11-20T10:30:00.000000Z","annotations":{"authorization.k8s.io/decision":")" +
         decision + R"(","authorization.k8s.io/reason":"RBAC: said so"}})" + "\n";
}

QByteArray simulated(const QByteArray& action, const QByteArray& decision) {
  return R"({"principal":"arn:aws:iam::111122223333:role/ci-admin","answer":{"EvaluationResults":[)"
         R"({"EvalActionName":")" +
         action + R"(","EvalResourceName":"*","EvalDecision":")" + decision +
         R"(","MissingContextValues":[]}]}})" + "\n";
}

} // namespace countersign::test

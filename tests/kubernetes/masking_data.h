// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "collect.h"
#include "connectors/kubernetes/kubernetes.h"

using namespace countersign;
using namespace countersign::test;

namespace {

constexpr const char* canary = "Y2FuYXJ5LWNhbmFyeQ";

const char* const secrets = R"({"apiVersion":"v1","kind":"List","items":[
 {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token","data":{"token":"Y2FuYXJ5LWNhbmFyeQ=="},
  "metadata":{"name":"s-token","namespace":"n","uid":"1","creationTimestamp":"2022-01-02T03:04:05Z","labels":{"kubernetes.io/legacy-token-last-used":"2024-10-24"},
  "annotations":{"kubernetes.io/service-account.name":"s"}}},
 {"apiVersion":"v1","kind":"Secret","type":"Opaque","stringData":{"p":"Y2FuYXJ5LWNhbmFyeQ=="},"metadata":{"name":"o","namespace":"n","uid":"2","annotations":
  {"kubectl.kubernetes.io/last-applied-configuration":"{\"data\":{\"p\":\"Y2FuYXJ5LWNhbmFyeQ==\"}}"}}},
 {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"n","uid":"3"},"spec":{"containers":[{"env":[{"name":"A","value":"Y2FuYXJ5LWNhbmFyeQ"}]}],
  "initContainers":[{"command":["x","--password=Y2FuYXJ5LWNhbmFyeQ"]}]}},
 {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d","namespace":"n","uid":"4"},"spec":{"x":"Y2FuYXJ5LWNhbmFyeQ"}},
 {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"n"},"data":{"k":"Y2FuYXJ5LWNhbmFyeQ"}},
 {"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{},"data":{"k":"Y2FuYXJ5LWNhbmFyeQ"}},
 {"apiVersion":"v1","kind":"Secret","type":"Opaque","metadata":{"name":"dup","namespace":"n"},"data":{"k":"Y2FuYXJ5LWNhbmFyeQ","k":"Y2FuYXJ5LWNhbmFyeQ"}}
]})";

const char* const yamlSecrets = R"(apiVersion: v1
kind: Secret
type: Opaque
metadata: {name: o, namespace: n, uid: u}
data:
  k: Y2FuYXJ5LWNhbmFyeQ==
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Secret
  metadata: {name: p, namespace: n, uid: v}
  stringData:
    k: |
      Y2FuYXJ5LWNhbmFyeQ
      Y2FuYXJ5LWNhbmFyeQ
---
apiVersion: v1
kind: Secret
metadata: {name: q, namespace: n, uid: w}
x: &a {k: Y2FuYXJ5LWNhbmFyeQ}
data: *a
)";

/// Nothing of the canary is left in what is kept.
void nothingLeft(std::string_view text) {
  const auto got = collect(*makeKubernetesExportConnector(), text);
  const std::string kept = masked(std::string(text), got);
  QVERIFY2(kept.find(canary) == std::string::npos, kept.c_str());
  std::string emitted;
  for (const auto& one : got.canonical())
    emitted += one;
  for (const Observation& o : got.all.observations)
    emitted += *canonicalJson(o.value);
  for (const Gap& gap : got.all.gaps)
    emitted += gap.error.text() + gap.error.place.excerpt;
  QVERIFY2(emitted.find(canary) == std::string::npos, emitted.c_str());
}

} // namespace

// SPDX-License-Identifier: Apache-2.0
#include "connectors/importer/registry.h"

#include "connectors/aws/aws.h"
#include "connectors/azure/azure.h"
#include "connectors/decisions/decisions.h"
#include "connectors/gcp/gcp.h"
#include "connectors/kubernetes/kubernetes.h"
#include "connectors/neutral/neutral.h"
#include "connectors/postgresql/postgresql.h"
#include "connectors/terraform/terraform.h"
#include "connectors/vault/vault.h"
#include "connectors/x509/x509.h"

#include <algorithm>

namespace countersign {
namespace {
constexpr std::size_t headBytes = 64U << 10;
}

const std::vector<const Connector*>& allConnectors() {
  static const auto kubernetes = kubernetesConnectors();
  static const auto terraform = terraformConnectors();
  static const auto neutral = neutralConnectors();
  static const auto gcp = gcpConnectors();
  static const auto vault = vaultConnectors();
  static const auto postgresql = postgresqlConnectors();
  static const auto x509 = x509Connectors();
  static const std::vector<const Connector*> all = [] {
    std::vector<const Connector*> out;
    out.push_back(&runtimeDecisions());
    for (const auto& c : terraform)
      out.push_back(c.get());
    for (const auto& c : kubernetes)
      out.push_back(c.get());
    for (const auto& c : vault)
      out.push_back(c.get());
    for (const auto& c : postgresql)
      out.push_back(c.get());
    for (const auto& c : neutral)
      out.push_back(c.get());
    for (const Connector* c : azureConnectors())
      out.push_back(c);
    for (const auto& c : gcp)
      out.push_back(c.get());
    for (const Connector* c : awsConnectors())
      out.push_back(c);
    for (const auto& c : x509)
      out.push_back(c.get());
    return out;
  }();
  return all;
}

const Connector* recognise(const Input& input) {
  if (!input.gatheredBy.empty()) {
    const auto& all = allConnectors();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Connector* c) { return c->id() == input.gatheredBy; });
    return found == all.end() ? nullptr : *found;
  }
  const std::string_view head = input.bytes.substr(0, headBytes);
  const Connector* perhaps = nullptr;
  for (const Connector* c : allConnectors()) {
    const Match match = c->recognises(head);
    if (match == Match::Yes) return c;
    if (match == Match::Maybe && perhaps == nullptr) perhaps = c;
  }
  return perhaps;
}

} // namespace countersign

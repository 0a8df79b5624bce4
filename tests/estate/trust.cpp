// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/company.h"
#include "tests/estate/policies.h"

namespace countersign::estate {

namespace {

std::string providerArn(const Identity& role, std::string_view issuer) {
  return "arn:aws:iam::" + std::string(accounts[role.scope].id) + ":oidc-provider/" + std::string(issuer);
}

/// A role that tokens of an OpenID Connect issuer may assume, for one exact subject.
void federated(JsonOut& out, const Identity& role, std::string_view issuer, std::string_view subject) {
  out.object("Principal");
  out.field("Federated", providerArn(role, issuer));
  out.endObject();
  out.field("Action", "sts:AssumeRoleWithWebIdentity");
  out.object("Condition");
  out.object("StringEquals");
  out.field(std::string(issuer) + ":aud", "sts.amazonaws.com");
  out.field(std::string(issuer) + ":sub", subject);
  out.endObject();
  out.endObject();
}

void service(JsonOut& out, std::string_view name) {
  out.object("Principal");
  out.field("Service", name);
  out.endObject();
  out.field("Action", "sts:AssumeRole");
}

/// An account of a supplier, which mostly has to name the external id.
void vendor(JsonOut& out, const Identity& role) {
  out.object("Principal");
  out.field("AWS", "arn:aws:iam::" + std::string(vendorAccount) + ":root");
  out.endObject();
  out.field("Action", "sts:AssumeRole");
  if (!namesExternalId(role)) return;
  out.object("Condition");
  out.object("StringEquals");
  out.field("sts:ExternalId", "estate-" + std::to_string(role.ordinal));
  out.endObject();
  out.endObject();
}

} // namespace

bool namesExternalId(const Identity& role) {
  return role.ordinal % 24 == 8;
}

void writeTrust(JsonOut& out, const Plan& plan, const Identity& role) {
  out.beginObject();
  out.field("Version", "2012-10-17");
  out.array("Statement");
  out.beginObject();
  out.field("Effect", "Allow");
  switch (trustOf(role)) {
  case TrustForm::Cluster: {
    const bool open = role.fault.kind == FaultKind::FederationOpen;
    const Identity account = plan.identity(open ? role.fault.other : *role.peer);
    federated(out, role, clusters[account.scope].issuer,
              account.uid.substr(account.uid.find(":system:") + 1));
    break;
  }
  case TrustForm::Repository:
    federated(out, role, githubIssuer, "repo:" + repositoryOf(role) + ":ref:refs/heads/main");
    break;
  case TrustForm::Instance:
    service(out, "ec2.amazonaws.com");
    break;
  case TrustForm::Vendor:
    vendor(out, role);
    break;
  case TrustForm::Service:
    service(out, role.ordinal % 2 == 0 ? "lambda.amazonaws.com" : "ecs-tasks.amazonaws.com");
    break;
  }
  out.endObject();
  out.endArray();
  out.endObject();
}

} // namespace countersign::estate

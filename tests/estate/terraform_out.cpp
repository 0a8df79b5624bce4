// SPDX-License-Identifier: Apache-2.0
#include "tests/estate/terraform_out.h"

#include "tests/estate/policies.h"
#include "tests/estate/writers.h"

#include <algorithm>

namespace countersign::estate {

namespace {
enum Purpose : std::uint64_t { PurposeLineage = 600 };

std::string provider(std::string_view type) {
  const std::string_view family = type.substr(0, type.find('_'));
  return "provider[\"registry.terraform.io/hashicorp/" + std::string(family) + "\"]";
}

void tagObject(JsonOut& out, std::string_view key, const Identity& id) {
  out.object(key);
  if (!id.terraformOwner.empty()) out.field("owner", id.terraformOwner);
  out.field("service", id.name);
  out.field("tier", id.tier);
  out.endObject();
}
} // namespace

std::string lineage(const Plan& plan, bool cluster, std::size_t scope) {
  return drawUuid(plan.hash(PurposeLineage, cluster ? 1 : 0, scope));
}

std::string stateName(std::string_view name) {
  std::string out(name);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

StateOut::StateOut(TextFile& file, const Plan& plan, bool cluster, std::size_t scope, int day)
    : file_(file), plan_(plan), number_(scope + (cluster ? 2 : 0)), cluster_(cluster), scope_(scope),
      day_(day), out_(file.buffer(), 2) {}

void StateOut::begin() {
  out_.beginObject();
  out_.field("version", 4);
  out_.field("terraform_version", "1.13.4");
  out_.field("serial", 40 + day_);
  out_.field("lineage", lineage(plan_, cluster_, scope_));
  out_.object("outputs");
  out_.object("deploy_token");
  out_.field("value", canary(plan_, Canary::StateOutput, number_));
  out_.field("type", "string");
  out_.field("sensitive", true);
  out_.endObject();
  out_.endObject();
  out_.array("resources");
  secrets();
}

void StateOut::secrets() {
  resource("random_password", "admin",
           [this](JsonOut& out) {
             out.field("id", "none");
             out.field("length", 46);
             out.field("result", canary(plan_, Canary::StatePassword, number_));
           },
           {"result"});
  resource("tls_private_key", "signing",
           [this](JsonOut& out) {
             out.field("algorithm", "RSA");
             out.field("id", drawHex(plan_.hash(PurposeLineage, 7, number_), 40));
             out.field("private_key_pem", "-----BEGIN RSA PRIVATE KEY-----\n" +
                                              canary(plan_, Canary::StatePem, number_) +
                                              "\n-----END RSA PRIVATE KEY-----\n");
             out.field(
                 "public_key_pem",
                 "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJB\n-----END PUBLIC KEY-----\n");
           },
           {"private_key_pem"});
}

void StateOut::resource(std::string_view type, std::string_view name,
                        const std::function<void(JsonOut&)>& attributes,
                        std::initializer_list<std::string_view> sensitive) {
  out_.beginObject();
  out_.field("mode", "managed");
  out_.field("type", type);
  out_.field("name", stateName(name));
  out_.field("provider", provider(type));
  out_.array("instances");
  out_.beginObject();
  out_.field("schema_version", 0);
  out_.object("attributes");
  attributes(out_);
  out_.endObject();
  out_.array("sensitive_attributes");
  for (const std::string_view path : sensitive) {
    out_.beginArray();
    out_.beginObject();
    out_.field("type", "get_attr");
    out_.field("value", path);
    out_.endObject();
    out_.endArray();
  }
  out_.endArray();
  out_.endObject();
  out_.endArray();
  out_.endObject();
  file_.step();
}

void StateOut::end() {
  out_.endArray();
  out_.key("check_results");
  out_.null();
  out_.endObject();
  file_.buffer() += '\n';
}

void roleAttributes(JsonOut& out, const Plan& plan, const Identity& role, int maxSession) {
  std::string trust;
  JsonOut trustOut(trust);
  writeTrust(trustOut, plan, role);
  out.field("arn", role.arn);
  out.field("assume_role_policy", trust);
  out.field("create_date", formatRfc3339Seconds(created(plan, role, 1)));
  out.field("description", "");
  out.field("force_detach_policies", false);
  out.field("id", role.name);
  const PolicyText policy = roleInline(plan, role, false);
  out.array("inline_policy");
  out.beginObject();
  out.field("name", policy.name);
  out.field("policy", policyText(policy));
  out.endObject();
  out.endArray();
  out.strings("managed_policy_arns", attachedArns(role, false));
  out.field("max_session_duration", maxSession);
  out.field("name", role.name);
  out.field("name_prefix", "");
  out.field("path", role.path);
  out.field("permissions_boundary", boundaryArn(role));
  tagObject(out, "tags", role);
  tagObject(out, "tags_all", role);
  out.field("unique_id", role.uniqueId);
}

void userAttributes(JsonOut& out, const Identity& user) {
  out.field("arn", user.arn);
  out.field("force_destroy", false);
  out.field("id", user.name);
  out.field("name", user.name);
  out.field("path", user.path);
  out.field("permissions_boundary", "");
  tagObject(out, "tags", user);
  tagObject(out, "tags_all", user);
  out.field("unique_id", user.uniqueId);
}

} // namespace countersign::estate

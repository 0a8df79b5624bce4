// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/organizations_reader.h"

#include "connectors/aws/values.h"
#include "models/identity/aws_policy.h"
#include "models/identity/keys.h"

#include <algorithm>

namespace countersign::aws {
namespace {

/// Types whose text is an IAM policy document (AWS Organizations User Guide, "Authorization policies").
bool decidesAccess(const std::string& type) {
  return type == "SERVICE_CONTROL_POLICY" || type == "RESOURCE_CONTROL_POLICY";
}

/// "o-…/r-…/ou-…/111122223333/" → what stands before the last: the parent.
std::string parentOfPath(std::string path) {
  while (!path.empty() && path.back() == '/')
    path.pop_back();
  const auto last = path.rfind('/');
  if (last == std::string::npos || last == 0) return {};
  const auto before = path.rfind('/', last - 1);
  const std::string parent = path.substr(before == std::string::npos ? 0 : before + 1,
                                         last - (before == std::string::npos ? 0 : before + 1));
  return parent.compare(0, 2, "o-") == 0 ? std::string() : parent;
}

std::string parentOf(const Json& item, const std::string& asked) {
  if (!asked.empty()) return asked;
  if (item.has("Path")) return parentOfPath(item["Path"].asString());
  return parentOfPath(item["Paths"].at(0).asString());
}

/// The management account owns the organization's ARNs: it is their account.
bool isManagementAccount(const Json& item) {
  return !item["Id"].asString().empty() && accountOfArn(item["Arn"].asString()) == item["Id"].asString();
}

std::string policyId(const Json& summary) {
  return summary.has("Id") ? summary["Id"].asString() : std::string(lastSegment(summary["Arn"].asString()));
}

Json summaryContent(const Json& summary) {
  Json content = Json::object().set("id", policyId(summary));
  content.setUnlessEmpty("arn", summary["Arn"].asString()).setUnlessEmpty("name", summary["Name"].asString());
  content.setUnlessEmpty("type", summary["Type"].asString())
      .setUnlessEmpty("awsManaged", summary["AwsManaged"]);
  return content;
}

constexpr const char* targetsRemedy = "Put the policy in front: aws organizations list-targets-for-policy "
                                      "--policy-id ID | jq '{PolicyId: \"ID\"} + .'";

} // namespace

void OrganizationReader::fault(ErrorCode code, std::string message, std::string remedy, const Locator& where,
                               const char* part) {
  whole = false;
  batch.gaps.push_back(gapAt(code, std::move(message), std::move(remedy), where, part));
}

void OrganizationReader::add(Document document, const Locator& where) {
  parts.insert(document.part);
  const auto [before, fresh] =
      documents_.emplace(document.object.kind + ' ' + document.object.uid, document.content);
  if (fresh)
    batch.documents.emplace_back(std::move(document), where);
  else if (before->second != document.content)
    fault(ErrorCode::DuplicateKey,
          document.object.uid + " is in the file in two different forms; the first is kept", "Export again",
          where, document.part.c_str());
}

void OrganizationReader::take(const Answer& answer) {
  if (saysMore(answer.json)) whole = false;
  if (!known(answer))
    fault(ErrorCode::Unsupported, "this answer is none that says how the organization is built", {},
          answer.where, "");
}

bool OrganizationReader::known(const Answer& answer) {
  const Json& json = answer.json;
  if (json.has("Organization"))
    takeOrganization(json["Organization"], answer.inside("/Organization"));
  else if (json.has("Roots"))
    takeUnits(answer, "Roots", "ROOT");
  else if (json.has("Accounts"))
    takeUnits(answer, "Accounts", "ACCOUNT");
  else if (json.has("OrganizationalUnits"))
    takeUnits(answer, "OrganizationalUnits", "ORGANIZATIONAL_UNIT");
  else if (json.has("Account"))
    takeUnit(json["Account"], "ACCOUNT", json["ParentId"].asString(), answer.inside("/Account"));
  else if (json.has("OrganizationalUnit"))
    takeUnit(json["OrganizationalUnit"], "ORGANIZATIONAL_UNIT", json["ParentId"].asString(),
             answer.inside("/OrganizationalUnit"));
  else if (json.has("Targets"))
    takeTargets(answer);
  else if (json["Policy"].has("PolicySummary"))
    takePolicy(answer);
  else if (json.has("Policies")) {
    std::size_t index = 0;
    for (const Json& item : json["Policies"].items())
      takeListedPolicy(item, answer.inside("/Policies/" + std::to_string(index++)));
  } else
    return false;
  return true;
}

void OrganizationReader::takeOrganization(const Json& organization, const Locator& where) {
  const std::string& id = organization["Id"].asString();
  if (id.empty()) return fault(ErrorCode::Malformed, "the organization has no Id", {}, where, "organization");
  Json content = Json::object().set("id", id).set("type", "ORGANIZATION");
  content.setUnlessEmpty("arn", organization["Arn"].asString());
  content.setUnlessEmpty("featureSet", organization["FeatureSet"].asString());
  content.setUnlessEmpty("managementAccountId", organization["MasterAccountId"].asString());
  add(document("aws.organization-unit", "organization", id, id, {}, std::move(content)), where);
}

void OrganizationReader::takeUnits(const Answer& answer, const char* member, const char* type) {
  std::size_t index = 0;
  parts.insert("organization");
  for (const Json& item : answer.json[member].items())
    takeUnit(item, type, answer.json["ParentId"].asString(),
             answer.inside('/' + std::string(member) + '/' + std::to_string(index++)));
}

void OrganizationReader::takeUnit(const Json& item, const char* type, const std::string& parent,
                                  const Locator& where) {
  const std::string& id = item["Id"].asString();
  parts.insert("organization");
  if (id.empty()) return fault(ErrorCode::Malformed, "the entry has no Id", {}, where, "organization");
  Json content = Json::object().set("id", id).set("type", type);
  for (const auto& [name, member] : {std::pair{"arn", "Arn"}, std::pair{"name", "Name"},
                                     std::pair{"email", "Email"}, std::pair{"status", "Status"}})
    content.setUnlessEmpty(name, item[member].asString());
  content.setUnlessEmpty("parent", parentOf(item, parent));
  if (isManagementAccount(item)) content.set("managementAccount", true);
  std::vector<std::string> enabled;
  for (const Json& policyType : item["PolicyTypes"].items())
    if (policyType["Status"].asString() == "ENABLED") enabled.push_back(policyType["Type"].asString());
  content.setUnlessEmpty("policyTypes", Json::stringSet(std::move(enabled)));
  const auto [entry, fresh] = units_.try_emplace(id, Unit{content, where});
  if (fresh) return;
  for (const auto& [name, value] : content.members()) {
    const Json& before = entry->second.content[name];
    if (before.isNull())
      entry->second.content.set(name, value);
    else if (before != value)
      return fault(ErrorCode::DuplicateKey,
                   id + " has two values of '" + name + "' in the file; the first is kept", "Export again",
                   where, "organization");
  }
}

void OrganizationReader::finish() {
  for (auto& [id, unit] : units_) {
    const std::string name = unit.content["name"].asString();
    add(document("aws.organization-unit", "organization", id, name.empty() ? id : name, {},
                 std::move(unit.content)),
        unit.where);
  }
  units_.clear();
}

/// list-policies has no texts; it only says that a policy is there, and so it is a document of its own kind
/// that never stands in for one with a text.
void OrganizationReader::takeListedPolicy(const Json& summary, const Locator& where) {
  const std::string id = policyId(summary);
  parts.insert("organization-policy-list");
  if (id.empty())
    return fault(ErrorCode::Malformed, "the policy has no Id", {}, where, "organization-policy-list");
  add(document("aws.organization-policy-listed", "organization-policy-list", id, summary["Name"].asString(),
               {}, summaryContent(summary)),
      where);
}

void OrganizationReader::takePolicy(const Answer& answer) {
  const Json& policy = answer.json["Policy"];
  const Locator where = answer.inside("/Policy");
  const Json& summary = policy["PolicySummary"];
  const std::string id = policyId(summary);
  parts.insert("organization-policies");
  if (id.empty())
    return fault(ErrorCode::Malformed, "the policy has no Id", {}, where, "organization-policies");
  Json content = summaryContent(summary);
  const std::string& type = summary["Type"].asString();
  if (decidesAccess(type)) {
    auto normal = normalisePolicy(policy["Content"], &batch.spellings);
    if (!normal)
      batch.gaps.push_back(gapAt(normal.error().code,
                                 "the policy " + id + " cannot be read: " + normal.error().message,
                                 "What it denies is unknown; look at the policy in AWS and export again",
                                 answer.inside("/Policy/Content")));
    content.set("document", normal ? std::move(*normal) : unparsedPolicy(policy["Content"]));
  } else {
    batch.gaps.push_back(gapAt(ErrorCode::Unsupported,
                               "a policy of type " + (type.empty() ? "unknown" : type) +
                                   " decides no access; its text is left out",
                               {}, where, {}, true));
  }
  add(document("aws.organization-policy", "organization-policies", id, summary["Name"].asString(), {},
               std::move(content)),
      where);
}

void OrganizationReader::takeTargets(const Answer& answer) {
  const std::string& id = answer.json["PolicyId"].asString();
  parts.insert("organization-policy-targets");
  if (id.empty())
    return fault(ErrorCode::Unsupported, "the list of targets does not say which policy it is about",
                 targetsRemedy, answer.where, "organization-policy-targets");
  if (saysMore(answer.json))
    return fault(ErrorCode::Truncated, "the list of targets says that another page follows",
                 "Export without --max-items", answer.where, "organization-policy-targets");
  std::map<std::string, Json> targets;
  for (const Json& item : answer.json["Targets"].items()) {
    const std::string& target = item["TargetId"].asString();
    if (target.empty())
      return fault(ErrorCode::Malformed, "a target has no TargetId", {}, answer.where,
                   "organization-policy-targets");
    Json value = Json::object().set("id", target);
    value.setUnlessEmpty("type", item["Type"].asString()).setUnlessEmpty("name", item["Name"].asString());
    targets.emplace(target, std::move(value));
  }
  Json list = Json::array();
  for (auto& [target, value] : targets)
    list.push(std::move(value));
  add(document("aws.organization-policy-targets", "organization-policy-targets", id, id, {},
               Json::object().set("id", id).set("targets", std::move(list))),
      answer.where);
}

} // namespace countersign::aws

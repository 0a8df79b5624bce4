// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/gaad_elements.h"

#include "connectors/aws/values.h"
#include "models/identity/aws_policy.h"

#include <algorithm>
#include <simdjson.h>

namespace countersign::aws {
namespace {

namespace dom = simdjson::dom;

struct Form {
  std::string_view array;
  const char *kind, *part;
  std::string_view name, id, inlinePolicies;
};
constexpr std::array forms{
    Form{usersArray, "aws.user", "users", "UserName", "UserId", "UserPolicyList"},
    Form{groupsArray, "aws.group", "groups", "GroupName", "GroupId", "GroupPolicyList"},
    Form{rolesArray, "aws.role", "roles", "RoleName", "RoleId", "RolePolicyList"},
};

/// Reads one detail; keeps what several steps need.
struct Reader {
  const Element& element;
  Batch& batch;
  Json content = Json::object();
  std::string arn, name, id;
  Json lastUsed;

  tl::unexpected<Error> wrong(std::string_view member, const char* expected) const {
    Place place;
    place.pointer = '/' + std::string(member);
    return failure(ErrorCode::Malformed, std::string(member) + " has to be " + expected, {},
                   std::move(place));
  }
  Result<std::string> text(std::string_view member, const dom::element& value) const {
    std::string_view out;
    if (value.get(out) != simdjson::SUCCESS) return wrong(member, "a text");
    return std::string(out);
  }
  Result<dom::array> list(std::string_view member, const dom::element& value) const {
    dom::array out;
    if (value.get(out) != simdjson::SUCCESS) return wrong(member, "a list");
    return out;
  }
  /// The texts that the objects of a list have as `key`, as a sorted list.
  Result<Json> pick(std::string_view member, std::string_view key, const dom::element& value) const {
    COUNTERSIGN_ASSIGN(const dom::array items, list(member, value));
    std::vector<std::string> out;
    for (const dom::element item : items) {
      std::string_view arnText;
      if (item[key].get(arnText) != simdjson::SUCCESS)
        return wrong(member, "a list of objects that have an ARN");
      out.emplace_back(arnText);
    }
    return Json::stringSet(std::move(out));
  }

  Result<void> takeInline(std::string_view member, const dom::element& value);
  Result<void> takeTags(const dom::element& value);
  Result<void> takeCreated(std::string_view member, const dom::element& value);
  Result<void> takeLastUsed(const dom::element& value);
  Result<void> takeBoundary(const dom::element& value);
  Result<bool> takeCommon(std::string_view member, const dom::element& value);
  Result<void> takeIdentityMember(const Form& form, std::string_view member, const dom::element& value);
  Result<void> takePolicyMember(std::string_view member, const dom::element& value, Json& versions,
                                std::string& isDefault);
  Result<void> takeVersions(const dom::element& value, Json& versions, std::string& isDefault);
};

Result<void> Reader::takeInline(std::string_view member, const dom::element& value) {
  COUNTERSIGN_ASSIGN(const dom::array items, list(member, value));
  Json out = Json::object();
  std::size_t index = 0;
  for (const dom::element item : items) {
    const std::string pointer = '/' + std::string(member) + '/' + std::to_string(index++);
    std::string_view policyName;
    dom::element document;
    if (item["PolicyName"].get(policyName) != simdjson::SUCCESS ||
        item["PolicyDocument"].get(document) != simdjson::SUCCESS)
      return wrong(member, "a list of objects with PolicyName and PolicyDocument");
    if (out.has(policyName))
      return failure(ErrorCode::DuplicateKey,
                     "two inline policies have the name '" + std::string(policyName) + "'");
    out.set(std::string(policyName), policyValue(document, pointer + "/PolicyDocument", batch));
  }
  content.setUnlessEmpty("inline", std::move(out));
  return {};
}

Result<void> Reader::takeTags(const dom::element& value) {
  COUNTERSIGN_ASSIGN(const dom::array items, list("Tags", value));
  Json out = Json::object();
  for (const dom::element item : items) {
    std::string_view key, text_;
    if (item["Key"].get(key) != simdjson::SUCCESS || item["Value"].get(text_) != simdjson::SUCCESS)
      return wrong("Tags", "a list of objects with Key and Value");
    if (out.has(key))
      return failure(ErrorCode::DuplicateKey, "two tags have the key '" + std::string(key) + "'");
    out.set(std::string(key), text_);
  }
  content.setUnlessEmpty("tags", std::move(out));
  return {};
}

Result<void> Reader::takeCreated(std::string_view member, const dom::element& value) {
  COUNTERSIGN_ASSIGN(const Json json, toJson(value));
  auto time = timeOf(json);
  if (!time) return wrong(member, "a time");
  content.set("created", formatRfc3339(*time));
  return {};
}

/// RoleLastUsed looks back 400 days: an empty one says that there was no use in that time, not that there
/// never was any (IAM API Reference, RoleLastUsed).
Result<void> Reader::takeLastUsed(const dom::element& value) {
  constexpr std::int64_t trackedDays = 400;
  COUNTERSIGN_ASSIGN(const Json json, toJson(value));
  if (!json.has("LastUsedDate")) {
    if (json.isObject() && json.empty())
      lastUsed = Json::object().set("trackedDays", trackedDays).set("basis", "RoleLastUsed");
    return {};
  }
  const auto time = timeOf(json["LastUsedDate"]);
  if (!time) return wrong("RoleLastUsed", "an object whose LastUsedDate is a time");
  lastUsed = Json::object();
  lastUsed.set("at", formatRfc3339(*time));
  lastUsed.setUnlessEmpty("region", json["Region"].asString());
  lastUsed.set("basis", "RoleLastUsed");
  return {};
}

Result<void> Reader::takeBoundary(const dom::element& value) {
  std::string_view boundary;
  if (value["PermissionsBoundaryArn"].get(boundary) != simdjson::SUCCESS &&
      value.get(boundary) != simdjson::SUCCESS)
    return wrong("PermissionsBoundary", "an object with PermissionsBoundaryArn");
  content.setUnlessEmpty("boundary", boundary);
  return {};
}

/// Members that identities and policies share; false where it is none of them.
Result<bool> Reader::takeCommon(std::string_view member, const dom::element& value) {
  if (member == "Arn") {
    COUNTERSIGN_ASSIGN(arn, text(member, value));
    return true;
  }
  if (member == "Path") {
    COUNTERSIGN_ASSIGN(std::string path, text(member, value));
    content.setUnlessEmpty("path", std::move(path));
    return true;
  }
  return false;
}

Result<void> Reader::takeIdentityMember(const Form& form, std::string_view member,
                                        const dom::element& value) {
  COUNTERSIGN_ASSIGN(const bool common, takeCommon(member, value));
  if (common) return {};
  if (member == form.name) {
    COUNTERSIGN_ASSIGN(name, text(member, value));
  } else if (member == form.id) {
    COUNTERSIGN_ASSIGN(id, text(member, value));
  } else if (member == form.inlinePolicies) {
    return takeInline(member, value);
  } else if (member == "AttachedManagedPolicies") {
    COUNTERSIGN_ASSIGN(Json arns, pick(member, "PolicyArn", value));
    content.setUnlessEmpty("attached", std::move(arns));
  } else if (member == "CreateDate") {
    return takeCreated(member, value);
  } else if (member == "PermissionsBoundary") {
    return takeBoundary(value);
  } else if (member == "Tags") {
    return takeTags(value);
  } else if (member == "GroupList") {
    COUNTERSIGN_ASSIGN(const Json groups, toJson(value));
    if (!groups.isArray() || groups.strings().size() != groups.size())
      return wrong(member, "a list of names");
    content.setUnlessEmpty("groups", Json::stringSet(groups.strings()));
  } else if (member == "InstanceProfileList") {
    COUNTERSIGN_ASSIGN(Json arns, pick(member, "Arn", value));
    content.setUnlessEmpty("instanceProfiles", std::move(arns));
  } else if (member == "AssumeRolePolicyDocument") {
    content.set("trust", policyValue(value, "/AssumeRolePolicyDocument", batch));
  } else if (member == "RoleLastUsed") {
    return takeLastUsed(value);
  } else if (member == "MaxSessionDuration") {
    COUNTERSIGN_ASSIGN(Json seconds, toJson(value));
    content.setUnlessEmpty("maxSession", std::move(seconds));
  } else if (member == "Description") {
    COUNTERSIGN_ASSIGN(std::string description, text(member, value));
    content.setUnlessEmpty("description", std::move(description));
  }
  return {};
}

Result<void> Reader::takeVersions(const dom::element& value, Json& versions, std::string& isDefault) {
  COUNTERSIGN_ASSIGN(const dom::array items, list("PolicyVersionList", value));
  std::size_t index = 0;
  for (const dom::element item : items) {
    const std::string pointer = "/PolicyVersionList/" + std::to_string(index++);
    std::string_view version;
    if (item["VersionId"].get(version) != simdjson::SUCCESS)
      return wrong("PolicyVersionList", "a list of objects with VersionId");
    if (versions.has(version))
      return failure(ErrorCode::DuplicateKey,
                     "two versions of the policy are '" + std::string(version) + "'");
    bool defaultHere = false;
    if (item["IsDefaultVersion"].get(defaultHere) == simdjson::SUCCESS && defaultHere) isDefault = version;
    dom::element document;
    if (item["Document"].get(document) == simdjson::SUCCESS && !document.is_null())
      versions.set(std::string(version), policyValue(document, pointer + "/Document", batch));
  }
  return {};
}

Result<void> Reader::takePolicyMember(std::string_view member, const dom::element& value, Json& versions,
                                      std::string& isDefault) {
  COUNTERSIGN_ASSIGN(const bool common, takeCommon(member, value));
  if (common) return {};
  if (member == "PolicyName") {
    COUNTERSIGN_ASSIGN(name, text(member, value));
  } else if (member == "PolicyId") {
    COUNTERSIGN_ASSIGN(id, text(member, value));
  } else if (member == "DefaultVersionId") {
    COUNTERSIGN_ASSIGN(std::string version, text(member, value));
    content.setUnlessEmpty("defaultVersion", std::move(version));
  } else if (member == "PolicyVersionList") {
    return takeVersions(value, versions, isDefault);
  }
  return {};
}

/// Walks the members once; one that occurs twice is an error, null is as if it were not there.
template <class Take>
Result<void> eachMember(const dom::element& value, Take take) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS)
    return failure(ErrorCode::Malformed, "an object has to be here");
  std::vector<std::string_view> seen;
  seen.reserve(object.size());
  for (const dom::key_value_pair member : object) {
    if (std::find(seen.begin(), seen.end(), member.key) != seen.end())
      return failure(ErrorCode::DuplicateKey, "the member '" + std::string(member.key) + "' is there twice");
    if (seen.size() >= 256) return failure(ErrorCode::Limit, "the object has more than 256 members");
    seen.push_back(member.key);
    if (!member.value.is_null()) COUNTERSIGN_TRY(take(member.key, member.value));
  }
  return {};
}

Result<void> takeIdentity(const Form& form, const dom::element& value, const std::string& account,
                          Reader& reader) {
  COUNTERSIGN_TRY(eachMember(value, [&](std::string_view member, const dom::element& inner) {
    return reader.takeIdentityMember(form, member, inner);
  }));
  if (reader.arn.empty()) return failure(ErrorCode::Malformed, "the entry has no Arn");
  if (reader.name.empty()) reader.name = lastSegment(reader.arn);
  const std::string_view own = accountOfArn(reader.arn);
  reader.content.set("account", own.empty() ? std::string_view(account) : own);
  reader.content.set("arn", reader.arn).set("name", reader.name);
  if (!reader.lastUsed.isNull())
    reader.batch.observations.push_back(Observation{form.kind, reader.arn, "last-used",
                                                    std::move(reader.lastUsed),
                                                    reader.element.where("/RoleLastUsed")});
  reader.batch.documents.emplace_back(
      document(form.kind, form.part, reader.arn, reader.name, reader.id, std::move(reader.content)),
      reader.element.where());
  return {};
}

Result<void> takePolicy(const dom::element& value, Reader& reader) {
  Json versions = Json::object();
  std::string isDefault;
  COUNTERSIGN_TRY(eachMember(value, [&](std::string_view member, const dom::element& inner) {
    return reader.takePolicyMember(member, inner, versions, isDefault);
  }));
  if (reader.arn.empty()) return failure(ErrorCode::Malformed, "the entry has no Arn");
  if (reader.name.empty()) reader.name = lastSegment(reader.arn);
  if (isDefault.empty()) isDefault = reader.content["defaultVersion"].asString();
  reader.content.setUnlessEmpty("defaultVersion", isDefault);
  reader.content.set("arn", reader.arn).set("name", reader.name);
  Json others = Json::object();
  for (auto& [version, policy] : versions.mutableMembers()) {
    if (version == isDefault)
      reader.content.set("document", std::move(policy));
    else
      others.set(version, std::move(policy));
  }
  reader.content.setUnlessEmpty("otherVersions", std::move(others));
  if (!reader.content.has("document"))
    reader.batch.gaps.push_back(gapInside(ErrorCode::Malformed,
                                          "the policy " + reader.arn + " has no text of its default version",
                                          "Export again with aws iam get-account-authorization-details"));
  reader.batch.documents.emplace_back(
      document("aws.policy", "policies", reader.arn, reader.name, reader.id, std::move(reader.content)),
      reader.element.where());
  return {};
}

} // namespace

Json policyValue(const dom::element& value, const std::string& pointer, Batch& batch) {
  auto json = toJson(value);
  auto normal = json ? normaliseParsedPolicy(std::move(*json), &batch.spellings) : std::move(json);
  if (normal) return std::move(*normal);
  const Error& error = normal.error();
  batch.gaps.push_back(
      gapInside(error.code,
                "the policy cannot be read: " + error.message +
                    (error.place.pointer.empty() ? "" : " (" + error.place.pointer + " in the policy)"),
                "What it allows is unknown; look at the policy in AWS and export again", pointer));
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return Json::object().set("unparsed", text);
  const auto again = toJson(value);
  return again ? unparsedPolicy(*again)
               : Json::object().set("unparsed", std::string(simdjson::minify(value)));
}

Result<void> takeDetail(const Element& element, const dom::element& value, const std::string& account,
                        Batch& batch) {
  // Escapes can spell surrogates that are no text; looking closely is only worth it where there are any.
  if (element.text.find("\\u") != std::string_view::npos) {
    COUNTERSIGN_TRY(toJson(value));
  }
  Reader reader{element, batch, Json::object(), {}, {}, {}, {}};
  for (const Form& form : forms)
    if (element.array == form.array) return takeIdentity(form, value, account, reader);
  return takePolicy(value, reader);
}

} // namespace countersign::aws

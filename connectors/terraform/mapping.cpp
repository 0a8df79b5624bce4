// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/mapping.h"

#include "models/identity/aws_policy.h"

#include <algorithm>
#include <array>

namespace countersign::terraform {

const Mapping* findMapping(std::string_view type) {
  if (const Mapping* aws = findAwsMapping(type)) return aws;
  return findKubernetesMapping(type);
}

bool isExclusiveList(std::string_view type) {
  static constexpr std::array types = std::to_array<std::string_view>(
      {"aws_iam_role_policies_exclusive", "aws_iam_role_policy_attachments_exclusive",
       "aws_iam_user_policies_exclusive", "aws_iam_user_policy_attachments_exclusive",
       "aws_iam_group_policies_exclusive", "aws_iam_group_policy_attachments_exclusive"});
  return std::find(types.begin(), types.end(), type) != types.end();
}

void Emitter::gap(ErrorCode code, std::string message, bool warning) {
  Gap gap;
  gap.error.code = code;
  gap.error.message = std::move(message);
  gap.error.place.file = context_.file;
  gap.error.place.byte = resource_.where.offset;
  gap.error.place.pointer = resource_.where.pointer;
  gap.part = warning ? "" : "resources";
  gap.warning = warning;
  batch_.gaps.push_back(std::move(gap));
}

void Emitter::redacted() {
  std::string names;
  for (const std::string& name : resource_.redacted)
    names.append(names.empty() ? "" : ", ").append(name);
  Gap gap;
  gap.error.code = ErrorCode::Unsupported;
  gap.error.message = resource_.address + ": what is secret in " + names + " is left out";
  gap.error.remedy = "Compare it by hand; what is marked as sensitive is never imported";
  gap.error.place = {context_.file, resource_.where.offset, std::nullopt, resource_.where.pointer, {}};
  batch_.gaps.push_back(std::move(gap));
}

void Emitter::noAccount() {
  context_.notes.count(Notes::Topic::NoAccount, resource_.type, resource_.where);
}

Json Emitter::policy(const Json& text) {
  if (text.isNull() || (text.isString() && text.asString().empty())) return {};
  auto normal = normalisePolicy(text, &batch_.spellings);
  if (normal) return std::move(*normal);
  Gap gap;
  gap.error = normal.error();
  gap.error.message = resource_.address + ": the policy cannot be read: " + gap.error.message;
  gap.error.place = {context_.file, resource_.where.offset, std::nullopt, resource_.where.pointer, {}};
  batch_.gaps.push_back(std::move(gap));
  return unparsedPolicy(text);
}

void Emitter::add(std::string kind, std::string uid, std::string name, std::string uniqueId, Json content,
                  std::string_view suffix) {
  if (resource_.planned || (uid.empty() && resource_.maybeUnknown)) {
    uid = "planned:" + resource_.address;
    if (!suffix.empty()) uid.append("/").append(suffix);
    content.set("planned", true);
  }
  if (uid.empty()) {
    // A resource whose creation failed is tainted and has no name of its own: there is nothing behind it.
    gap(ErrorCode::Malformed, resource_.address + " has no ARN or id: left out", resource_.tainted);
    return;
  }
  if (name.empty()) name = resource_.address;
  const auto observe = [&](const char* what, Json value) {
    batch_.observations.push_back({kind, uid, what, std::move(value), resource_.where});
  };
  observe("terraform-address", resource_.address);
  observe("terraform-type", resource_.type);
  if (resource_.tainted) observe("terraform-status", "tainted");
  Document document;
  document.schema = kind + "/1";
  document.object = {std::move(kind), std::move(uid), std::move(name), std::move(uniqueId)};
  document.part = "resources";
  document.content = std::move(content);
  batch_.documents.emplace_back(std::move(document), resource_.where);
}

void Emitter::addUnknown(std::string kind) {
  add(std::move(kind), {}, {}, {}, Json::object());
}

bool mapResource(const Resource& resource, Context& context, Batch& batch) {
  if (isExclusiveList(resource.type)) {
    context.notes.count(Notes::Topic::Exclusive, resource.type, resource.where);
    return false;
  }
  const Mapping* mapping = findMapping(resource.type);
  if (mapping == nullptr) {
    context.notes.count(Notes::Topic::Unmapped, resource.type, resource.where);
    return false;
  }
  Emitter emitter(resource, context, batch);
  if (!resource.values.isObject()) {
    emitter.gap(ErrorCode::Unsupported, resource.address + " has no attributes that can be read: left out",
                resource.tainted);
    return true;
  }
  if (!resource.redacted.empty()) emitter.redacted();
  mapping->map(resource, context, emitter);
  return true;
}

namespace {

using Documents = std::vector<std::pair<Document, Locator>>;

Documents documentsOf(const Resource& resource, Context& context) {
  Batch batch;
  mapResource(resource, context, batch);
  return std::move(batch.documents);
}

Json pairOf(const Json& before, const Json& after, bool afterUnknown) {
  Json result = Json::object();
  if (!before.isNull()) result.set("before", before);
  if (!after.isNull())
    result.set("after", after);
  else if (afterUnknown)
    result.set("unknown", true);
  return result;
}

Json memberDifference(const Json& before, const Json& after, bool afterUnknown) {
  Json result = Json::object();
  for (const auto& [name, value] : before.members())
    if (name != "planned" && !(after[name] == value))
      result.set(name, pairOf(value, after[name], afterUnknown));
  for (const auto& [name, value] : after.members())
    if (name != "planned" && !before.has(name)) result.set(name, pairOf({}, value, false));
  return result;
}

} // namespace

Json accessDifference(const Resource& before, const Resource& after, Context& context, bool afterUnknown) {
  const Documents old = documentsOf(before, context);
  const Documents now = documentsOf(after, context);
  if (old.size() == 1 && now.size() == 1)
    return memberDifference(old.front().first.content, now.front().first.content, afterUnknown);
  std::map<std::string, std::pair<Json, Json>> all;
  for (const auto& [document, where] : old)
    all[document.object.kind + " " + document.object.uid].first = document.content;
  for (const auto& [document, where] : now)
    all[document.object.kind + " " + document.object.uid].second = document.content;
  Json result = Json::object();
  for (const auto& [name, versions] : all)
    if (!(versions.first == versions.second))
      result.set(name, pairOf(versions.first, versions.second, afterUnknown));
  return result;
}

} // namespace countersign::terraform

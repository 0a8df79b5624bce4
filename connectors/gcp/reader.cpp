// SPDX-License-Identifier: Apache-2.0
#include "connectors/gcp/reader.h"

#include "connectors/gcp/content.h"
#include "models/identity/digest.h"
#include "models/identity/json_text.h"

#include <algorithm>

namespace countersign::gcpform {
namespace {

constexpr const char* nameRemedy =
    "Name the file after it (projects_ID.json, folders_ID.json, organizations_ID.json, "
    "bucket_NAME.json), or import it with --scope projects/ID";
constexpr std::size_t mostAncestors = 64;

std::vector<std::string> ancestorsOf(const Json& asset) {
  std::vector<std::string> out = asset["ancestors"].strings();
  if (!out.empty()) return out;
  if (asset["project"].isString()) out.push_back(asset["project"].asString());
  for (const std::string& folder : asset["folders"].strings())
    out.push_back(folder);
  if (asset["organization"].isString()) out.push_back(asset["organization"].asString());
  return out;
}

bool isProject(const std::string& node) {
  return node.starts_with("projects/");
}
bool isNumber(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Result<void> Reader::read(const Element& element, const simdjson::dom::element& value, Batch& batch) {
  COUNTERSIGN_ASSIGN(const Json json, toJson(value));
  take(json, element.where(), batch, 0);
  return {};
}

void Reader::fault(ErrorCode code, std::string message, std::string remedy, const Locator& where,
                   const char* part, Batch& batch) {
  Gap gap;
  gap.error = Error{code, std::move(message), std::move(remedy), {}};
  gap.error.place.pointer = where.pointer;
  gap.error.place.byte = where.offset;
  if (where.line != 0) gap.error.place.line = where.line;
  gap.part = part;
  batch.gaps.push_back(std::move(gap));
  const std::lock_guard lock(mutex_);
  whole_ = false;
  if (*part != '\0') parts_.insert(part);
}

void Reader::add(std::optional<Document> document, const char* part, const Locator& where, Batch& batch) {
  if (!document)
    return fault(ErrorCode::Malformed, std::string("an entry of ") + part + " has no name", {}, where, part,
                 batch);
  const auto text = document->canonical();
  if (!text) return fault(text.error().code, text.error().message, {}, where, part, batch);
  const std::string digest = sha256(*text).hex();
  bool fresh = false, same = false;
  {
    const std::lock_guard lock(mutex_);
    parts_.insert(document->part);
    const auto at = seen_.emplace(document->object.kind + ' ' + document->object.uid, digest);
    fresh = at.second;
    same = at.first->second == digest;
  }
  if (fresh) batch.documents.emplace_back(std::move(*document), where);
  if (!same)
    fault(ErrorCode::DuplicateKey,
          document->object.uid + " is in the file in two different forms; one is kept", "Export again", where,
          part, batch);
}

void Reader::take(const Json& value, const Locator& where, Batch& batch, int depth) {
  switch (formOf(value)) {
  case Form::Asset:
    return takeAsset(value, where, batch);
  case Form::Account:
    return add(gcpcontent::account(value), "service-accounts", where, batch);
  case Form::Key:
    return takeKey(value, where, batch);
  case Form::Deny:
    return add(gcpcontent::deny(value), "deny-policies", where, batch);
  case Form::Role:
    return add(gcpcontent::role(value), "roles", where, batch);
  case Form::Container:
    return add(gcpcontent::container(value), "projects", where, batch);
  case Form::Policy:
    return takePolicy(value, where, batch);
  case Form::Groups:
    return takeGroups(value, where, batch);
  case Form::Credential:
    return fault(ErrorCode::Unsupported, "this is the key of a service account: a secret, and no export",
                 "Export with: gcloud iam service-accounts keys list --format=json", where, "", batch);
  case Form::None:
    break;
  }
  bool wrapped = false;
  for (const auto& [name, list] : value.members()) {
    if (depth > 0 || !isWrapper(name) || !list.isArray()) continue;
    wrapped = true;
    std::size_t i = 0;
    for (const Json& one : list.items()) {
      Locator inside = where;
      inside.pointer += '/' + name + '/' + std::to_string(i++);
      take(one, inside, batch, depth + 1);
    }
  }
  if (value["nextPageToken"].asString().empty() && (wrapped || (value.isObject() && value.empty()))) return;
  fault(ErrorCode::Unsupported,
        wrapped ? "the answer says that another page follows" : "this is none of the exports that are known",
        {}, where, "", batch);
}

void Reader::takeAsset(const Json& asset, const Locator& where, Batch& batch) {
  const std::string full =
      asset["resource"].isString() ? asset["resource"].asString() : asset["name"].asString();
  const std::string name = gcpcontent::nodeName(full);
  if (name.empty())
    return fault(ErrorCode::Malformed, "the asset has no full resource name", {}, where, "allow-policies",
                 batch);
  takeAncestors(name, asset, where);
  const Json& policy = asset.has("policy")      ? asset["policy"]
                       : asset.has("iamPolicy") ? asset["iamPolicy"]
                                                : asset["iam_policy"];
  if (policy.isObject()) add(gcpcontent::policy(name, policy), "allow-policies", where, batch);
}

void Reader::place(const std::string& node, const std::string& number, const std::string& parent,
                   const Locator& where) {
  const std::lock_guard lock(mutex_);
  parts_.insert("ancestry");
  Place& at = places_.try_emplace(node, Place{{}, {}, where}).first->second;
  if (at.number.empty()) at.number = number;
  // Which of two is said first must not depend on threads.
  if (at.parent.empty() || (!parent.empty() && parent < at.parent)) at.parent = parent;
  if (where.offset < at.where.offset) at.where = where;
}

void Reader::takeAncestors(const std::string& name, const Json& asset, const Locator& where) {
  const std::vector<std::string> line = ancestorsOf(asset);
  std::string below = name;
  for (std::size_t i = 0; i < line.size() && i < mostAncestors; ++i) {
    const std::string above = gcpcontent::nodeName(line[i]);
    if (above.empty()) return;
    const bool self = i == 0 && (above == name || (isProject(name) && isProject(above)));
    const std::string number = isProject(above) ? above.substr(9) : std::string();
    if (self && above != name && isNumber(number)) place(name, number, {}, where);
    if (self) continue;
    place(below, {}, above, where);
    below = above;
  }
}

void Reader::takePolicy(const Json& policy, const Locator& where, Batch& batch) {
  bool second = false;
  {
    const std::lock_guard lock(mutex_);
    second = policySeen_;
    policySeen_ = true;
  }
  if (node_.empty() || second)
    return fault(ErrorCode::Unsupported,
                 second ? "the file holds several allow policies that do not say what they are of"
                        : "the allow policy does not say what it is of",
                 nameRemedy, where, "allow-policies", batch);
  add(gcpcontent::policy(node_, policy), "allow-policies", where, batch);
}

void Reader::takeKey(const Json& json, const Locator& where, Batch& batch) {
  auto key = gcpcontent::key(json);
  if (!key)
    return fault(ErrorCode::Malformed, "the key has no name", {}, where, "service-account-keys", batch);
  const std::lock_guard lock(mutex_);
  parts_.insert("service-account-keys");
  Keys& all = keys_.try_emplace(key->account, Keys{key->project, Json::array(), where}).first->second;
  if (!key->content.isNull()) all.list.push(std::move(key->content));
  if (where.offset < all.where.offset) all.where = where;
}

void Reader::takeGroups(const Json& groups, const Locator& where, Batch& batch) {
  for (const auto& [name, members] : groups.members()) {
    Locator inside = where;
    appendPointer(inside.pointer, name);
    add(gcpcontent::group(name, members), "groups", inside, batch);
  }
}

void Reader::finish(Batch& batch) {
  std::vector<std::pair<Document, Locator>> all;
  for (auto& [node, at] : places_)
    all.emplace_back(gcpcontent::ancestry(node, at.number, at.parent), at.where);
  for (auto& [account, keys] : keys_)
    all.emplace_back(gcpcontent::keys(account, keys.project, std::move(keys.list)), keys.where);
  for (auto& [document, where] : all)
    add(std::move(document), "ancestry", where, batch);
}

} // namespace countersign::gcpform

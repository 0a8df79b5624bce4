// SPDX-License-Identifier: Apache-2.0
#include "connectors/terraform/intent_sink.h"

#include <algorithm>

namespace countersign::terraform {
namespace {

std::string keyOf(const std::string& kind, const std::string& uid) {
  return kind + '\n' + uid;
}

bool sameContent(const Json& a, const Digest& digest) {
  return sha256(canonicalJsonOrThrow(a)) == digest;
}

} // namespace

Result<void> IntentSink::take(Batch&& batch) {
  sift(batch);
  return pass(std::move(batch));
}

Result<void> IntentSink::pass(Batch&& batch) {
  for (Gap& gap : batch.gaps) {
    gap.error.place.excerpt.clear(); // which bytes are secret is not known around a fault
    if (!gap.warning && gap.part == "resources") ++lost_;
  }
  inner_.prepare(batch);
  return inner_.take(std::move(batch));
}

Result<void> IntentSink::finish(Batch&& last) {
  sift(last);
  for (auto& [uid, held] : held_) {
    Json::Array keys;
    for (auto& [id, key] : held.keys)
      keys.push_back(std::move(key));
    held.document.content.set("keys", std::move(keys));
    last.documents.emplace_back(std::move(held.document), held.where);
  }
  held_.clear();
  return pass(std::move(last));
}

void IntentSink::sift(Batch& batch) {
  auto documents = std::move(batch.documents);
  batch.documents.clear();
  for (auto& [document, where] : documents) {
    if (document.object.kind == "aws.access-keys" && !document.content.has("planned"))
      hold(std::move(document), where);
    else if (keep(document, where, batch))
      batch.documents.emplace_back(std::move(document), where);
  }
  siftObservations(batch);
}

bool IntentSink::keep(const Document& document, const Locator& where, Batch& batch) {
  const auto [at, fresh] = seen_.try_emplace(keyOf(document.object.kind, document.object.uid));
  if (fresh) {
    at->second = sha256(canonicalJsonOrThrow(document.content));
    return true;
  }
  if (sameContent(document.content, at->second)) return false;
  Gap gap;
  gap.error.code = ErrorCode::Malformed;
  gap.error.message =
      document.object.kind + " " + document.object.uid + " is declared twice, differently; the first counts";
  gap.error.place = {file_, where.offset, std::nullopt, where.pointer, {}};
  batch.gaps.push_back(std::move(gap));
  return false;
}

void IntentSink::hold(Document&& document, const Locator& where) {
  const Json::Array keys = document.content["keys"].items();
  std::string uid = document.object.uid;
  Held& held = held_.try_emplace(std::move(uid), Held{std::move(document), where, {}}).first->second;
  for (const Json& key : keys)
    held.keys.try_emplace(key["id"].asString(), key);
}

/// An object has one `terraform-address`; further resources that declare it are named
/// `terraform-address/<address>`.
void IntentSink::siftObservations(Batch& batch) {
  auto observations = std::move(batch.observations);
  batch.observations.clear();
  for (Observation& observation : observations) {
    if (observation.name == "terraform-address") {
      lastAddress_ = observation.value.asString();
      lastIsFirst_ = address_.try_emplace(keyOf(observation.kind, observation.uid), lastAddress_).second;
    }
    if (!lastIsFirst_) {
      if (observation.name == "terraform-type") continue;
      observation.name += "/" + lastAddress_;
    }
    batch.observations.push_back(std::move(observation));
  }
}

} // namespace countersign::terraform

// SPDX-License-Identifier: Apache-2.0
#include "connectors/azure/reader.h"

#include "connectors/azure/content.h"

#include <simdjson.h>

namespace countersign::azure {
namespace {

constexpr int deepest = 16; ///< management groups have six levels

} // namespace

Result<void> Reader::read(const Element& element, const simdjson::dom::element& value,
                          const std::string& context, Batch& batch) {
  COUNTERSIGN_ASSIGN(const Json json, toJson(value));
  coverage_.add(element);
  if (!json["value"].isArray()) {
    one({element, context}, json, {}, batch);
    return {};
  }
  const std::string own = json["@odata.context"].asString();
  sawList(own, json.has("@odata.nextLink") || json.has("nextLink"));
  const Json::Array& items = json["value"].items();
  for (std::size_t i = 0; i < items.size(); ++i)
    one({element, own}, items[i], "/value/" + std::to_string(i), batch);
  return {};
}

void Reader::sawList(const std::string& context, bool goesOn) {
  const std::lock_guard lock(mutex_);
  // A list of what an object has (owners, members) does not say whose it is.
  if (context.find("$metadata#directoryObjects") != std::string::npos) unnamedObjects_ = true;
  if (const KindInfo* kind = kindOfList(context)) {
    lists_[std::string(kind->part)] = goesOn;
    seen_.emplace(kind->part);
  }
}

void Reader::sawFailure() {
  const std::lock_guard lock(mutex_);
  failedUnknown_ = true;
}

void Reader::one(const Spot& spot, const Json& json, const std::string& inner, Batch& batch) {
  const KindInfo* kind = kindOf(json, spot.context);
  if (kind == nullptr) {
    // What is not understood may hold secrets.
    if (const Locator span = spot.element.span(inner); span.length > 0) batch.secrets.push_back(span);
    const std::lock_guard lock(mutex_);
    ++skipped_;
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    seen_.emplace(kind->part);
  }
  make(spot, *kind, json, inner, batch);
  parts(spot, *kind, json, inner, batch, 0);
}

void Reader::fault(const KindInfo& kind, const std::string& inner, Batch& batch) {
  Error error{
      ErrorCode::Malformed, "an object in " + std::string(kind.part) + " does not say which it is", {}, {}};
  if (kind.kind == "azure.federated-credential")
    error = {ErrorCode::Malformed,
             "a federated credential does not say whose it is",
             "Export /applications?$expand=federatedIdentityCredentials, or with its @odata.context",
             {}};
  error.place.pointer = inner;
  batch.gaps.push_back({std::move(error), std::string(kind.part), false});
  const std::lock_guard lock(mutex_);
  failed_.emplace(kind.part);
}

void Reader::make(const Spot& spot, const KindInfo& kind, const Json& json, const std::string& inner,
                  Batch& batch) {
  Made made;
  const bool named = makerOf(kind.kind)(json, spot.context, made);
  for (const std::string& pointer : made.secrets)
    if (const Locator span = spot.element.span(inner + pointer); span.length > 0)
      batch.secrets.push_back(span);
  if (!named) return fault(kind, inner, batch);
  made.content.setUnlessEmpty("tenant", tenant_);
  if (!made.created.isNull())
    batch.observations.push_back({std::string(kind.kind), made.object.uid, "created", std::move(made.created),
                                  spot.element.where(inner)});
  Document document;
  document.schema = std::string(kind.kind) + "/1";
  document.object = std::move(made.object);
  document.object.kind = std::string(kind.kind);
  document.part = std::string(kind.part);
  document.content = std::move(made.content);
  batch.documents.emplace_back(std::move(document), spot.element.where(inner));
  for (auto& spelling : made.spellings)
    batch.spellings.push_back(std::move(spelling));
}

/// Objects that an object is shown with: federated credentials of an application, what a management group
/// holds.
void Reader::parts(const Spot& spot, const KindInfo& kind, const Json& json, const std::string& inner,
                   Batch& batch, int depth) {
  if (kind.kind == "azure.application") {
    const KindInfo* federated =
        kindOf(Json::object().set("issuer", "").set("subject", "").set("audiences", ""), {});
    const Json::Array& list = json["federatedIdentityCredentials"].items();
    for (std::size_t i = 0; i < list.size(); ++i) {
      Json one = list[i].isObject() ? list[i] : Json::object();
      one.set("target", json["id"].asString());
      const std::string at = inner + "/federatedIdentityCredentials/" + std::to_string(i);
      {
        const std::lock_guard lock(mutex_);
        seen_.emplace(federated->part);
      }
      make(spot, *federated, one, at, batch);
    }
  }
  if (kind.kind != "azure.management-group" || depth >= deepest) return;
  const bool nested = json["properties"].isObject();
  const Json::Array& list = (nested ? json["properties"] : json)["children"].items();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const KindInfo* below = kindOf(list[i], {});
    if (below == nullptr) continue;
    Json one = list[i];
    one.set("parent", json["id"].asString());
    const std::string at = inner + (nested ? "/properties/children/" : "/children/") + std::to_string(i);
    make(spot, *below, one, at, batch);
    parts(spot, *below, list[i], at, batch, depth + 1);
  }
}

std::vector<PartState> Reader::states(bool truncated) const {
  const std::lock_guard lock(mutex_);
  std::vector<PartState> out;
  for (const std::string& part : seen_) {
    const auto list = lists_.find(part);
    std::string why;
    if (truncated)
      why = "the file ends early";
    else if (failedUnknown_ || failed_.count(part) != 0)
      why = "some objects could not be read";
    else if (list == lists_.end())
      why = "the file shows what was asked for, not that there is nothing else";
    else if (list->second)
      why = "the list goes on with another page";
    out.push_back({part, why.empty(), why});
  }
  return out;
}

std::vector<Gap> Reader::closingGaps() const {
  const std::lock_guard lock(mutex_);
  std::vector<Gap> out;
  if (skipped_ > 0)
    out.push_back({{ErrorCode::Unsupported,
                    std::to_string(skipped_) + " objects skipped: they are of a kind that is not read",
                    {},
                    {}},
                   {},
                   true});
  if (unnamedObjects_)
    out.push_back({{ErrorCode::Unsupported,
                    "a list of owners, members or groups does not say whose they are",
                    "Export them with their object: /applications?$expand=owners, /groups?$expand=members",
                    {}},
                   {},
                   true});
  return out;
}

} // namespace countersign::azure

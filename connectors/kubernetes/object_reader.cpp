// SPDX-License-Identifier: Apache-2.0
#include "connectors/kubernetes/object_reader.h"

#include "connectors/common/scan.h"
#include "connectors/kubernetes/object_content.h"
#include "models/identity/json_text.h"
#include "models/identity/time.h"

#include <simdjson.h>

namespace countersign::kubernetes {
namespace {

constexpr std::string_view lastApplied =
    "/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration";
constexpr std::size_t maxSkippedKinds = 500;
constexpr int maxYamlMasks = 24; ///< each is a walk over the document; beyond, all of it is masked

std::string_view textOf(const simdjson::dom::element& value, std::string_view member) {
  std::string_view text;
  return value[member].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

Json memberJson(const simdjson::dom::element& value, std::string_view member) {
  simdjson::dom::element inner;
  if (value[member].get(inner) != simdjson::SUCCESS) return {};
  auto json = toJson(inner);
  return json ? std::move(*json) : Json();
}

bool hasItems(const simdjson::dom::element& value) {
  simdjson::dom::array items;
  return value["items"].get(items) == simdjson::SUCCESS || value["items"].is_null();
}

/// The newest entry of metadata.managedFields: who applied last, and when.
Json lastManager(const Json& metadata) {
  Json best;
  Instant newest{};
  for (const Json& entry : metadata["managedFields"].items()) {
    const auto time = parseRfc3339(entry["time"].asString());
    if (!time || (!best.isNull() && *time <= newest)) continue;
    newest = *time;
    best = Json::object();
    best.setUnlessEmpty("manager", entry["manager"]).set("at", Json(formatRfc3339(newest)));
  }
  return best;
}

std::string podOwner(const Json& metadata) {
  const Json& owners = metadata["ownerReferences"];
  const Json* owner = owners.empty() ? nullptr : &owners.at(0);
  for (const Json& one : owners.items())
    if (one["controller"].asBool()) owner = &one;
  return owner == nullptr ? std::string() : (*owner)["kind"].asString() + '/' + (*owner)["name"].asString();
}

std::string serviceAccountOf(const Json& pod) {
  for (const char* member :
       {"serviceAccountName", "serviceAccount"}) // the second is the old name of the first
    if (const std::string& name = pod["spec"][member].asString(); !name.empty()) return name;
  return "default"; // what the ServiceAccount admission controller puts in
}

} // namespace

/// Where an object stands.
struct ObjectReader::Spot {
  const Element& element;   ///< its text is the object (JSON), or the document that holds it (YAML)
  std::string inner;        ///< pointer from the element to the object
  std::string gapPrefix;    ///< pointer from the element that the framework knows to the object
  int* yamlMasks = nullptr; ///< how many may still be looked for; shared by a document's objects

  Locator where() const {
    Locator out = element.where();
    out.pointer += inner; // a list in YAML: its bytes are the document's, finding each object's costs a walk
    return out;
  }
  void mask(Batch& batch, std::string_view member) const {
    if (yamlMasks != nullptr && --*yamlMasks < 0) return;
    Locator span = element.span(inner + std::string(member));
    if (span.length > 0)
      batch.secrets.push_back(std::move(span));
    else if (yamlMasks != nullptr) // not found: all of it
      *yamlMasks = -1;
  }
  void fault(Batch& batch, Error error, std::string_view part, bool warning = false) const {
    error.place.pointer = gapPrefix + error.place.pointer;
    batch.gaps.push_back({std::move(error), std::string(part), warning});
  }
};

struct ObjectReader::Object {
  const Json& json;
  std::string apiVersion, kind;
  const KindInfo* info;
  ObjectMeta meta;
  std::uint64_t list;
  const Spot& spot;
};

ListContext ObjectReader::openList(std::string_view apiVersion, std::string_view kind, const Json& metadata) {
  ListContext out;
  out.number = lists_++;
  if (const std::string_view item = itemKind(kind); !item.empty()) {
    out.apiVersion = apiVersion;
    out.itemKind = item;
  }
  completeness_.sawList(findKind(out.apiVersion, out.itemKind), out.number);
  const Json& remaining = metadata["remainingItemCount"];
  if (!metadata["continue"].asString().empty() || (!remaining.isNull() && remaining != Json(0)))
    completeness_.listGoesOn(out.number);
  return out;
}

Result<void> ObjectReader::read(const Element& element, const simdjson::dom::element& value,
                                const ListContext& context, Batch& batch) {
  // What an anchor names stands elsewhere than where it is used: then a mask takes the whole document.
  int masks = element.text.find('&') == std::string_view::npos ? maxYamlMasks : 0;
  const Spot spot{element, {}, {}, element.yaml ? &masks : nullptr};
  auto done = readValue(spot, value, context, batch);
  if (!done) {
    completeness_.sawFailure(nullptr);
    return done; // what was not understood is masked at the end
  }
  coverage_.add(element);
  if (masks < 0) batch.secrets.push_back(element.where());
  return done;
}

Result<void> ObjectReader::readValue(const Spot& spot, const simdjson::dom::element& value,
                                     const ListContext& context, Batch& batch) {
  if (value.is_null() && spot.element.yaml) return {}; // an empty document between two separators
  if (!value.is_object()) return failure(ErrorCode::Malformed, "not a Kubernetes object");
  if (isListKind(textOf(value, "kind")) && hasItems(value)) return readList(spot, value, context, batch);
  return readItem(spot, value, context, batch);
}

Result<void> ObjectReader::readList(const Spot& spot, const simdjson::dom::element& value,
                                    const ListContext& context, Batch& batch) {
  ListContext inside =
      openList(textOf(value, "apiVersion"), textOf(value, "kind"), memberJson(value, "metadata"));
  if (context.number != Completeness::single)
    inside.number = context.number; // a list in a list: one statement about what is complete
  simdjson::dom::array items;
  if (value["items"].get(items) != simdjson::SUCCESS) return {};
  const std::string_view text = spot.element.text;
  const auto array = spot.element.yaml ? std::nullopt : scan::locate(text, "/items");
  std::size_t at = array ? scan::skipSpace(text, array->offset + 1) : 0;
  std::size_t index = 0;
  for (const auto item : items) {
    const std::string pointer = "/items/" + std::to_string(index++);
    Element own = spot.element;
    if (array) {
      const std::size_t end = scan::skipValue(text, at);
      if (end == scan::npos)
        return failure(ErrorCode::Internal, "an item of a list was not found in its text");
      own.text = text.substr(at, end - at);
      own.offset += at;
      own.pointer += pointer;
      at = scan::skipSpace(text, std::min(text.size(), scan::skipSpace(text, end) + 1));
    }
    const Spot place{own, spot.element.yaml ? spot.inner + pointer : std::string(), spot.gapPrefix + pointer,
                     spot.yamlMasks};
    if (auto done = readValue(place, item, inside, batch); !done) {
      place.fault(batch, std::move(done).error(), {});
      place.mask(batch, {});
      completeness_.sawFailure(nullptr);
    }
  }
  return {};
}

Result<void> ObjectReader::readItem(const Spot& spot, const simdjson::dom::element& value,
                                    const ListContext& context, Batch& batch) {
  std::string kind(textOf(value, "kind")), apiVersion(textOf(value, "apiVersion"));
  if (kind.empty()) kind = context.itemKind;
  if (apiVersion.empty()) apiVersion = context.apiVersion;
  if (kind.empty() || apiVersion.empty())
    return failure(ErrorCode::Malformed, "an object that says no kind and apiVersion");
  const KindInfo* info = findKind(apiVersion, kind);
  const auto json = toJson(value);
  if (!json && info == nullptr) return failure(json.error());
  if (!json) {
    spot.fault(batch, json.error(), info->part);
    completeness_.sawFailure(info->part.empty() ? nullptr : info);
    spot.mask(batch, {});
    return {};
  }
  readObject({*json, std::move(apiVersion), std::move(kind), info, {}, context.number, spot}, batch);
  return {};
}

void ObjectReader::readObject(const Object& object, Batch& batch) {
  if (object.info == nullptr) {
    skip(object, batch);
    return;
  }
  auto done = [&]() -> Result<void> {
    Object named = object;
    COUNTERSIGN_ASSIGN(named.meta, objectMeta(object.json, *object.info));
    if (named.meta.namespaceAssumed) ++assumedNamespaces_;
    if (named.info->kind == Kind::Pod) return addPod(named, batch);
    if (named.info->kind == Kind::Secret) return addSecret(named, batch);
    return addDocument(named, batch);
  }();
  if (done) return;
  if (object.info->part.empty()) // a pod or a secret: whole value masked, as nobody knows what it holds
    object.spot.mask(batch, {});
  else
    completeness_.sawFailure(object.info);
  object.spot.fault(batch, std::move(done).error(), object.info->part);
}

Result<void> ObjectReader::addDocument(const Object& object, Batch& batch) {
  COUNTERSIGN_ASSIGN(Json content, objectContent(object.json, *object.info, object.meta, cluster_));
  Document document;
  document.schema = std::string(object.info->document) + "/1";
  document.object = {std::string(object.info->document), object.meta.key(), object.meta.name,
                     object.meta.uid};
  document.part = object.info->part;
  document.content = std::move(content);
  const Json& metadata = object.json["metadata"];
  const auto observe = [&](const char* name, Json value) {
    if (!value.isNull())
      batch.observations.push_back(
          {document.object.kind, document.object.uid, name, std::move(value), object.spot.where()});
  };
  observe("managed", lastManager(metadata));
  if (const Json& version = metadata["resourceVersion"]; !version.asString().empty())
    observe("resource-version", version);
  completeness_.sawObject(*object.info, object.meta.ns, object.list);
  addMentions(document, object.spot.where(), batch);
  batch.documents.emplace_back(std::move(document), object.spot.where());
  return {};
}

/// A service account that a binding names is known by that name, also where no list of accounts was exported.
void ObjectReader::addMentions(const Document& binding, const Locator& where, Batch& batch) {
  for (const Json& subject : binding.content["subjects"].items()) {
    if (subject["kind"].asString() != "ServiceAccount") continue;
    const std::string& ns = subject["namespace"].asString();
    const std::string& name = subject["name"].asString();
    const std::string uid = binding.part + ':' + ns + '/' + name;
    {
      const std::lock_guard lock(mutex_);
      if (!mentioned_.insert(uid).second) continue;
    }
    Document document;
    document.schema = "k8s.subject/1";
    document.object = {"k8s.subject", uid, name, {}};
    document.part = binding.part;
    document.content = Json::object();
    document.content.setUnlessEmpty("cluster", cluster_).set("namespace", ns).set("name", name);
    batch.documents.emplace_back(std::move(document), where);
  }
}

Result<void> ObjectReader::addPod(const Object& object, Batch& batch) {
  // Containers hold commands and environments, where people put secrets; nothing of them is used.
  for (const char* member : {"initContainers", "containers", "ephemeralContainers"})
    if (object.json["spec"].has(member)) object.spot.mask(batch, std::string("/spec/") + member);
  if (object.json["metadata"]["annotations"].has("kubectl.kubernetes.io/last-applied-configuration"))
    object.spot.mask(batch, lastApplied);
  Json value = Json::object();
  value.setUnlessEmpty("node", object.json["spec"]["nodeName"]);
  value.setUnlessEmpty("phase", object.json["status"]["phase"]);
  value.setUnlessEmpty("owner", Json(podOwner(object.json["metadata"])));
  batch.observations.push_back({"k8s.serviceaccount", object.meta.ns + '/' + serviceAccountOf(object.json),
                                "pod/" + object.meta.key(), std::move(value), object.spot.where()});
  return {};
}

Result<void> ObjectReader::addSecret(const Object& object, Batch& batch) {
  for (const char* member : {"data", "stringData"})
    if (object.json.has(member)) object.spot.mask(batch, std::string("/") + member);
  const Json& metadata = object.json["metadata"];
  if (metadata["annotations"].has("kubectl.kubernetes.io/last-applied-configuration"))
    object.spot.mask(batch, lastApplied);
  if (object.json["type"].asString() != "kubernetes.io/service-account-token") {
    count("Secret that is no service account token");
    return {};
  }
  const std::string& account = metadata["annotations"]["kubernetes.io/service-account.name"].asString();
  if (account.empty())
    return failure(ErrorCode::Malformed, "a service account token that names no service account", {},
                   Place{{}, {}, {}, "/metadata/annotations", {}});
  Json value = Json::object();
  value.setUnlessEmpty("created", normalTime(metadata["creationTimestamp"]));
  value.setUnlessEmpty("lastUsed", metadata["labels"]["kubernetes.io/legacy-token-last-used"]);
  value.setUnlessEmpty("invalidSince", metadata["labels"]["kubernetes.io/legacy-token-invalid-since"]);
  batch.observations.push_back({"k8s.serviceaccount", object.meta.ns + '/' + account,
                                "legacy-token/" + object.meta.name, std::move(value), object.spot.where()});
  return {};
}

void ObjectReader::skip(const Object& object, Batch& batch) {
  std::string what = object.kind.substr(0, 80);
  if (object.apiVersion != "v1") what += " (" + object.apiVersion.substr(0, 80) + ')';
  count(what);
  // Any of these may hold secrets (environments, configuration), and nothing but the name is of use.
  for (const auto& [name, value] : object.json.members()) {
    if (name == "apiVersion" || name == "kind" || name == "metadata" ||
        (!value.isObject() && !value.isArray() && !value.isString()))
      continue;
    std::string pointer;
    appendPointer(pointer, name);
    object.spot.mask(batch, pointer);
  }
  if (object.json["metadata"]["annotations"].has("kubectl.kubernetes.io/last-applied-configuration"))
    object.spot.mask(batch, lastApplied);
}

void ObjectReader::count(const std::string& what) {
  const std::lock_guard lock(mutex_);
  if (skipped_.size() < maxSkippedKinds || skipped_.count(what) != 0)
    ++skipped_[what];
  else
    ++skipped_["object of further kinds"];
}

std::vector<Gap> ObjectReader::closingGaps() const {
  const std::lock_guard lock(mutex_);
  std::vector<Gap> out;
  for (const auto& [what, n] : skipped_)
    out.push_back(
        {{ErrorCode::Unsupported, std::to_string(n) + " × " + what + " skipped: it is not read", {}, {}},
         {},
         true});
  if (const std::uint64_t n = assumedNamespaces_; n > 0)
    out.push_back({{ErrorCode::Malformed,
                    std::to_string(n) + " object(s) name no namespace and were taken to be in \"default\"",
                    "Export with kubectl, or write the namespace into the manifest",
                    {}},
                   {},
                   true});
  return out;
}

} // namespace countersign::kubernetes

// SPDX-License-Identifier: Apache-2.0
#include "models/identity/document.h"

namespace countersign {

Result<std::string> Document::canonical() const {
  // Members in canonical order already: content < object < part < schema < source.
  std::string out = "{\"content\":";
  COUNTERSIGN_ASSIGN(const std::string body, canonicalJson(content));
  out += body;
  out += ",\"object\":{\"kind\":";
  for (const std::string* text :
       {&object.kind, &object.name, &object.uid, &object.uniqueId, &part, &schema, &source}) {
    if (!validUtf8(*text)) return failure(ErrorCode::Encoding, "a name of the object is not UTF-8");
  }
  appendJsonString(out, object.kind);
  out += ",\"name\":";
  appendJsonString(out, object.name);
  out += ",\"uid\":";
  appendJsonString(out, object.uid);
  out += ",\"unique_id\":";
  appendJsonString(out, object.uniqueId);
  out += "},\"part\":";
  appendJsonString(out, part);
  out += ",\"schema\":";
  appendJsonString(out, schema);
  out += ",\"source\":";
  appendJsonString(out, source);
  out += '}';
  return out;
}

Result<Document> Document::fromJson(const Json& json) {
  if (!json.isObject() || !json["object"].isObject() || !json.has("content"))
    return failure(ErrorCode::Malformed, "not a document: it has no object or no content");
  const Json& o = json["object"];
  return Document{
      json["schema"].asString(),
      json["source"].asString(),
      {o["kind"].asString(), o["uid"].asString(), o["name"].asString(), o["unique_id"].asString()},
      json["part"].asString(),
      json["content"]};
}

} // namespace countersign

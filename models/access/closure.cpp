// SPDX-License-Identifier: Apache-2.0
#include "models/access/closure.h"

namespace countersign {

std::string Closure::canonical() const {
  Json::Array digests, missing;
  for (const auto& [digest, document] : documents)
    digests.emplace_back(digest.hex());
  for (const std::string& what : absences)
    missing.emplace_back(what);
  Json out = Json::object();
  out.set("absences", Json(std::move(missing)));
  out.set("documents", Json(std::move(digests)));
  out.set("schema", "countersign.closure/1");
  return canonicalJsonOrThrow(out);
}

Digest Closure::digest() const {
  return sha256(canonical());
}

DocumentReader::Documents RecordingReader::withKey(const std::string& key, const Kinds& kinds) {
  asked_.insert(key);
  Documents out = from_.withKey(key, kinds);
  for (const HeldDocumentPtr& d : out)
    read(d);
  return out;
}

DocumentReader::Documents RecordingReader::naming(const std::string& key, const Kinds& kinds) {
  asked_.insert(key);
  Documents out = from_.naming(key, kinds);
  for (const HeldDocumentPtr& d : out)
    read(d);
  return out;
}

bool RecordingReader::partImported(const std::string& system, const std::string& scope,
                                   const std::string& part, SourceRole role) {
  asked_.insert("part:" + system + "/" + scope + "/" + part);
  return from_.partImported(system, scope, part, role);
}

} // namespace countersign

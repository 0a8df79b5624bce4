// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/store only: what is staged between reading and merging.

#include "models/store/ingest.h"

#include <array>
#include <unordered_map>
#include <unordered_set>

namespace countersign::store {

/// 128 bits of the SHA-256 of "kind NUL uid".
using ObjectHash = std::array<std::uint64_t, 2>;
struct ObjectHashHash {
  std::size_t operator()(const ObjectHash& h) const noexcept { return static_cast<std::size_t>(h[0]); }
};
ObjectHash objectHash(std::string_view kind, std::string_view uid);

/// An object of the source as the workspace holds it now.
struct OpenObject {
  std::int64_t object = 0;
  bool open = false;
  Digest digest;
};
using OpenObjects = std::unordered_map<ObjectHash, OpenObject, ObjectHashHash>;

/// A document that is new to the workspace's present, ready to be written.
struct StagedDocument {
  ObjectHash hash{};
  std::string kind, uid, part;
  Digest digest;
  std::size_t size = 0;
  std::string packed;
  Locator where;
  std::vector<std::int64_t> selfKeys, namingKeys;
  std::int64_t object = 0; ///< 0: not there yet
  bool principal = false;
};

/// A document whose content the workspace holds already.
struct SeenDocument {
  ObjectHash hash{};
  std::int64_t object = 0;
  std::string part;
};

} // namespace countersign::store

namespace countersign {
struct Staging::Prepared {
  std::vector<store::StagedDocument> fresh;
  std::vector<store::SeenDocument> seen;
};
} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/digest.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The Merkle tree of RFC 9162, section 2.1 (the same as RFC 6962).
namespace countersign::evidence {

Digest leafHash(std::string_view bytes);                                 ///< SHA-256(0x00 || bytes)
Digest nodeHash(const Digest& left, const Digest& right);                ///< SHA-256(0x01 || left || right)
Digest merkleRoot(const std::vector<Digest>& leaves, std::size_t count); ///< of the first `count` leaves
inline Digest merkleRoot(const std::vector<Digest>& leaves) {
  return merkleRoot(leaves, leaves.size());
}

/// The roots of the complete subtrees of a tree, enough to append to it: at most 64 hashes.
class CompactRange {
public:
  void append(const Digest& leaf);
  std::uint64_t size() const { return size_; }
  Digest root() const; ///< SHA-256 of nothing where the tree is empty
  /// Size (8 bytes, big-endian) and hashes (32 bytes each), largest subtree first.
  std::string bytes() const;
  /// Error: Malformed (the number of hashes does not fit the size).
  static Result<CompactRange> fromBytes(std::string_view bytes);
  bool operator==(const CompactRange&) const = default;

private:
  std::uint64_t size_ = 0;
  std::vector<Digest> hashes_; ///< largest subtree first
};

using Proof = std::vector<Digest>;

/// RFC 9162 2.1.3.1. Error: InvalidArgument (index not below the size, size beyond the leaves).
Result<Proof> inclusionProof(const std::vector<Digest>& leaves, std::size_t index, std::size_t size);
/// RFC 9162 2.1.4.1, `size1` at least 1. Error: InvalidArgument.
Result<Proof> consistencyProof(const std::vector<Digest>& leaves, std::size_t size1, std::size_t size2);
/// RFC 9162 2.1.3.2.
bool verifyInclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf, const Digest& root,
                     const Proof& proof);
/// RFC 9162 2.1.4.2. Refuses `size1` 0: it proves nothing.
bool verifyConsistency(std::uint64_t size1, std::uint64_t size2, const Digest& root1, const Digest& root2,
                       const Proof& proof);

} // namespace countersign::evidence

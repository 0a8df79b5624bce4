// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/merkle.h"

#include <bit>

namespace countersign::evidence {
namespace {

/// Largest power of two below `n`, for n > 1.
std::size_t split(std::size_t n) {
  return std::bit_floor(n - 1);
}

Digest rootOf(const std::vector<Digest>& leaves, std::size_t from, std::size_t to) {
  CompactRange range;
  for (std::size_t i = from; i < to; ++i)
    range.append(leaves[i]);
  return range.root();
}

/// SUBPROOF of RFC 9162 2.1.4.1 for leaves [from, to), without recursion.
Proof subProof(const std::vector<Digest>& leaves, std::size_t m, std::size_t from, std::size_t to) {
  Proof out;
  bool whole = true; // the subtree is one that the verifier holds already
  while (m != to - from) {
    const std::size_t k = split(to - from);
    if (m <= k) {
      out.push_back(rootOf(leaves, from + k, to));
      to = from + k;
    } else {
      out.push_back(rootOf(leaves, from, from + k));
      from += k;
      m -= k;
      whole = false;
    }
  }
  if (!whole) out.push_back(rootOf(leaves, from, to));
  return {out.rbegin(), out.rend()};
}

} // namespace

Digest leafHash(std::string_view bytes) {
  thread_local Sha256 hasher;
  hasher.add(std::string_view("\0", 1));
  hasher.add(bytes);
  return hasher.finish();
}

Digest nodeHash(const Digest& left, const Digest& right) {
  std::string text(1, '\x01');
  text += left.raw();
  text += right.raw();
  return sha256(text);
}

void CompactRange::append(const Digest& leaf) {
  Digest node = leaf;
  for (std::uint64_t n = size_; (n & 1) != 0; n >>= 1) {
    node = nodeHash(hashes_.back(), node);
    hashes_.pop_back();
  }
  hashes_.push_back(node);
  ++size_;
}

Digest CompactRange::root() const {
  if (hashes_.empty()) return sha256({});
  Digest out = hashes_.back();
  for (std::size_t i = hashes_.size() - 1; i-- > 0;)
    out = nodeHash(hashes_[i], out);
  return out;
}

std::string CompactRange::bytes() const {
  std::string out;
  for (int shift = 56; shift >= 0; shift -= 8)
    out += static_cast<char>(size_ >> shift & 0xFF);
  for (const Digest& hash : hashes_)
    out += hash.raw();
  return out;
}

Result<CompactRange> CompactRange::fromBytes(std::string_view bytes) {
  CompactRange out;
  if (bytes.size() < 8) return failure(ErrorCode::Malformed, "the state of the tree is cut off");
  for (std::size_t i = 0; i < 8; ++i)
    out.size_ = out.size_ << 8 | static_cast<unsigned char>(bytes[i]);
  bytes.remove_prefix(8);
  if (bytes.size() != static_cast<std::size_t>(std::popcount(out.size_)) * 32)
    return failure(ErrorCode::Malformed, "the state of the tree does not fit its size");
  for (; !bytes.empty(); bytes.remove_prefix(32)) {
    COUNTERSIGN_ASSIGN(const Digest hash, Digest::fromRaw(bytes.substr(0, 32)));
    out.hashes_.push_back(hash);
  }
  return out;
}

Digest merkleRoot(const std::vector<Digest>& leaves, std::size_t count) {
  return rootOf(leaves, 0, count < leaves.size() ? count : leaves.size());
}

Result<Proof> inclusionProof(const std::vector<Digest>& leaves, std::size_t index, std::size_t size) {
  if (index >= size || size > leaves.size())
    return failure(ErrorCode::InvalidArgument, "there is no such entry in a log of this size");
  Proof out;
  for (std::size_t from = 0, to = size; to - from > 1;) {
    const std::size_t middle = from + split(to - from);
    if (index < middle) {
      out.push_back(rootOf(leaves, middle, to));
      to = middle;
    } else {
      out.push_back(rootOf(leaves, from, middle));
      from = middle;
    }
  }
  return Proof{out.rbegin(), out.rend()};
}

Result<Proof> consistencyProof(const std::vector<Digest>& leaves, std::size_t size1, std::size_t size2) {
  if (size1 == 0 || size1 > size2 || size2 > leaves.size())
    return failure(ErrorCode::InvalidArgument, "there is no proof between logs of these sizes");
  return subProof(leaves, size1, 0, size2);
}

bool verifyInclusion(std::uint64_t index, std::uint64_t size, const Digest& leaf, const Digest& root,
                     const Proof& proof) {
  if (index >= size) return false;
  std::uint64_t fn = index, sn = size - 1;
  Digest r = leaf;
  for (const Digest& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      r = nodeHash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = nodeHash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool verifyConsistency(std::uint64_t size1, std::uint64_t size2, const Digest& root1, const Digest& root2,
                       const Proof& proof) {
  if (size1 == 0 || size2 < size1) return false;
  if (size1 == size2) return proof.empty() && root1 == root2;
  std::size_t next = 0;
  const bool complete = std::has_single_bit(size1); // the verifier holds the subtree: it is root1
  if (!complete && proof.empty()) return false;
  Digest fr = complete ? root1 : proof[next++];
  Digest sr = fr;
  std::uint64_t fn = size1 - 1, sn = size2 - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  for (; next < proof.size(); ++next) {
    const Digest& c = proof[next];
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == root1 && sr == root2;
}

} // namespace countersign::evidence

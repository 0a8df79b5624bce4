// SPDX-License-Identifier: Apache-2.0
#include "models/store/compression.h"
#include "models/store/ingest_merge.h"

#include <algorithm>

namespace countersign {
namespace {

using Chunk = store::KeptChunk;

constexpr std::uint64_t chunkBytes = 256U << 10;
constexpr std::size_t worthAThread = 4;  ///< chunks
constexpr std::size_t mostTogether = 16; ///< chunks

struct Kept {
  std::vector<std::uint64_t> chunks; ///< by number, in order: all of them
  std::vector<Locator> elements;     ///< by offset: of a log's other chunks these alone
};

Chunk packed(std::uint64_t at, std::string_view text) {
  return {at, text.size(), store::compress(text), sha256(text)};
}

/// Neighbours are masked together: around each stretch the search for secrets looks further.
void addWhole(const std::vector<std::uint64_t>& numbers, std::uint64_t end, const MaskedBytes& bytes,
              std::vector<Chunk>& out) {
  for (std::size_t i = 0, n = 1; i < numbers.size(); i += n) {
    for (n = 1; n < mostTogether && i + n < numbers.size() && numbers[i + n] == numbers[i] + n;)
      ++n;
    const std::uint64_t from = numbers[i] * chunkBytes;
    const std::string run = bytes(from, std::min(n * chunkBytes, end - from), false);
    for (std::size_t at = 0; at < run.size(); at += chunkBytes)
      out.push_back(packed(from + at, std::string_view(run).substr(at, chunkBytes)));
  }
}

/// Chunks of a log, in which NUL stands for what is not kept.
class LogChunks {
public:
  LogChunks(const Kept& kept, std::uint64_t end, std::vector<Chunk>& out)
      : kept_(kept), end_(end), out_(out) {}

  /// In the order of their offsets.
  void add(std::uint64_t offset, std::string_view text) {
    const std::uint64_t first = offset / chunkBytes;
    flush(first);
    for (std::size_t at = 0; at < text.size();) {
      const std::uint64_t number = (offset + at) / chunkBytes, in = (offset + at) % chunkBytes;
      const std::string_view part = text.substr(at, chunkBytes - in);
      if (!std::binary_search(kept_.chunks.begin(), kept_.chunks.end(), number)) {
        std::string& chunk = open_[number];
        if (chunk.empty()) chunk.assign(std::min(chunkBytes, end_ - number * chunkBytes), '\0');
        chunk.replace(in, part.size(), part);
      }
      at += part.size();
    }
  }
  /// Nothing more comes before this chunk.
  void flush(std::uint64_t before) {
    while (!open_.empty() && open_.begin()->first < before) {
      out_.push_back(packed(open_.begin()->first * chunkBytes, open_.begin()->second));
      open_.erase(open_.begin());
    }
  }

private:
  const Kept& kept_;
  std::uint64_t end_;
  std::vector<Chunk>& out_;
  std::map<std::uint64_t, std::string> open_;
};

std::vector<Chunk> chunksOf(const Kept& kept, std::uint64_t end, const MaskedBytes& bytes) {
  std::vector<Chunk> out;
  addWhole(kept.chunks, end, bytes, out);
  LogChunks log(kept, end, out);
  for (const Locator& e : kept.elements)
    log.add(e.offset, bytes(e.offset, std::min(e.length, end - e.offset), true));
  log.flush(UINT64_MAX);
  std::sort(out.begin(), out.end(), [](const Chunk& a, const Chunk& b) { return a.at < b.at; });
  return out;
}

} // namespace

/// Of documents and requests the chunks around them, of events their own bytes: a log has many that are not
/// kept one by one.
std::future<std::vector<Chunk>> Staging::Impl::chunksToKeep(const MaskedBytes& bytes) const {
  Kept kept;
  const auto want = [&](const Locator& where) {
    for (std::uint64_t at = where.offset / chunkBytes; at <= (where.offset + where.length) / chunkBytes; ++at)
      kept.chunks.push_back(at);
  };
  if (bytes) {
    for (const auto& d : fresh)
      want(d.where);
    for (const auto& e : changes)
      want(e.where);
    for (const auto& e : events)
      if (e.where.length == 0)
        want(e.where);
      else if (e.where.offset < info.decodedBytes)
        kept.elements.push_back({e.where.offset, e.where.length, {}, 0});
  }
  std::sort(kept.chunks.begin(), kept.chunks.end());
  kept.chunks.erase(std::unique(kept.chunks.begin(), kept.chunks.end()), kept.chunks.end());
  std::erase_if(kept.chunks, [&](std::uint64_t n) { return n * chunkBytes >= info.decodedBytes; });
  std::sort(kept.elements.begin(), kept.elements.end(),
            [](const Locator& a, const Locator& b) { return a.offset < b.offset; });
  const bool many = kept.chunks.size() + kept.elements.size() / 100 >= worthAThread;
  return std::async(
      many ? std::launch::async : std::launch::deferred,
      [bytes, kept = std::move(kept), end = info.decodedBytes] { return chunksOf(kept, end, bytes); });
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "models/identity/json.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Reads an input with a connector and keeps all that it gives.
namespace countersign::test {

class CollectSink final : public BatchSink {
public:
  void prepare(Batch&) override {}
  Result<void> take(Batch&& b) override {
    std::move(b.documents.begin(), b.documents.end(), std::back_inserter(all.documents));
    std::move(b.observations.begin(), b.observations.end(), std::back_inserter(all.observations));
    std::move(b.events.begin(), b.events.end(), std::back_inserter(all.events));
    std::move(b.changes.begin(), b.changes.end(), std::back_inserter(all.changes));
    std::move(b.gaps.begin(), b.gaps.end(), std::back_inserter(all.gaps));
    std::move(b.secrets.begin(), b.secrets.end(), std::back_inserter(all.secrets));
    return {};
  }
  bool cancelled() const override { return cancel; }
  void progress(std::uint64_t) override {}
  Batch all;
  bool cancel = false;
};

struct Collected {
  Batch all;
  std::vector<PartState> parts;
  Facts facts;
  std::optional<Error> error;

  const Document* find(const std::string& kind, const std::string& uid) const {
    for (const auto& [document, where] : all.documents)
      if (document.object.kind == kind && document.object.uid == uid) return &document;
    return nullptr;
  }
  const Observation* observation(const std::string& uid, const std::string& name) const {
    for (const Observation& o : all.observations)
      if (o.uid == uid && o.name == name) return &o;
    return nullptr;
  }
  const PartState* part(const std::string& name) const {
    for (const PartState& p : parts)
      if (p.part == name) return &p;
    return nullptr;
  }
  bool complete(const std::string& name) const { return part(name) != nullptr && part(name)->complete; }
  bool anyComplete() const {
    return std::any_of(parts.begin(), parts.end(), [](const PartState& p) { return p.complete; });
  }
  std::size_t errors() const {
    return static_cast<std::size_t>(
        std::count_if(all.gaps.begin(), all.gaps.end(), [](const Gap& g) { return !g.warning; }));
  }
  bool hasGap(const std::string& text) const {
    return std::any_of(all.gaps.begin(), all.gaps.end(),
                       [&](const Gap& g) { return g.error.message.find(text) != std::string::npos; });
  }
  /// Canonical documents, sorted: equal for equal meaning.
  std::vector<std::string> canonical() const {
    std::vector<std::string> out;
    for (const auto& [document, where] : all.documents)
      out.push_back(*document.canonical());
    std::sort(out.begin(), out.end());
    return out;
  }
};

inline Collected collect(const Connector& connector, std::string_view text, const std::string& scope = "c1",
                         const ReadOptions& options = {}) {
  Collected out;
  Input input;
  input.name = "input";
  input.bytes = text;
  auto facts = connector.survey(input, options);
  if (!facts) {
    out.error = facts.error();
    return out;
  }
  out.facts = *facts;
  if (!facts->scope) facts->scope = scope;
  CollectSink sink;
  auto read = connector.read(input, *facts, options, sink);
  out.all = std::move(sink.all);
  if (read)
    out.parts = read->parts;
  else
    out.error = read.error();
  return out;
}

/// The text with all that was found to be secret overwritten.
inline std::string masked(std::string text, const Collected& got) {
  for (const Locator& span : got.all.secrets)
    for (std::uint64_t i = span.offset; i < span.offset + span.length && i < text.size(); ++i)
      text[i] = '*';
  return text;
}

inline std::string fileText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

} // namespace countersign::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/terraform/terraform.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reads a text with the connector that recognises it, and keeps all that comes of it.
namespace countersign::test {

class Collector final : public BatchSink {
public:
  void prepare(Batch&) override {}
  Result<void> take(Batch&& batch) override {
    const auto move = [](auto& from, auto& to) {
      std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    move(batch.documents, all.documents);
    move(batch.observations, all.observations);
    move(batch.events, all.events);
    move(batch.changes, all.changes);
    move(batch.gaps, all.gaps);
    move(batch.secrets, all.secrets);
    move(batch.spellings, all.spellings);
    return {};
  }
  bool cancelled() const override { return cancel; }
  void progress(std::uint64_t) override {}

  Batch all;
  bool cancel = false;
};

struct Outcome {
  std::string connector;
  std::optional<Facts> facts;
  std::optional<ReadResult> result;
  std::optional<Error> error;
  Batch all;

  bool complete() const { return result && result->parts.size() == 1 && result->parts[0].complete; }
  std::string why() const {
    return result && result->parts.size() == 1 ? result->parts[0].why : std::string();
  }
  const Document* document(std::string_view kind, std::string_view uid) const {
    for (const auto& [document, where] : all.documents)
      if (document.object.kind == kind && document.object.uid == uid) return &document;
    return nullptr;
  }
  std::string content(std::string_view kind, std::string_view uid) const {
    const Document* found = document(kind, uid);
    return found == nullptr ? "(none)" : canonicalJsonOrThrow(found->content);
  }
  const Change* change(std::string_view id) const {
    for (const Change& one : all.changes)
      if (one.id == id) return &one;
    return nullptr;
  }
  const Observation* observation(std::string_view uid, std::string_view name) const {
    for (const Observation& one : all.observations)
      if (one.uid == uid && one.name == name) return &one;
    return nullptr;
  }
  std::vector<std::string> uids(std::string_view kind) const {
    std::vector<std::string> list;
    for (const auto& [document, where] : all.documents)
      if (document.object.kind == kind) list.push_back(document.object.uid);
    std::sort(list.begin(), list.end());
    return list;
  }
  /// Everything that is kept, as text.
  std::string everything() const;
};

inline std::string text(const Json& value) {
  return value.isNull() ? std::string() : canonicalJsonOrThrow(value);
}

inline std::string Outcome::everything() const {
  std::string out;
  const auto add = [&](std::string_view part) { out.append(part).append("\n"); };
  for (const auto& [document, where] : all.documents) {
    add(*document.canonical());
    add(where.pointer);
  }
  for (const Observation& one : all.observations)
    add(one.kind + one.uid + one.name + text(one.value));
  for (const Change& one : all.changes) {
    add(one.id + one.by + one.ref + one.summary + text(one.details) + one.where.pointer);
    for (const auto* list : {&one.actions, &one.aboutKeys})
      for (const std::string& item : *list)
        add(item);
  }
  for (const Gap& gap : all.gaps)
    add(gap.error.text() + gap.error.place.excerpt + gap.part);
  for (const auto& [low, spelled] : all.spellings)
    add(low + spelled);
  if (facts) add(facts->scope.value_or("") + facts->tool + facts->sourceName + facts->serial);
  if (error) add(error->text() + error->place.excerpt);
  if (result)
    for (const PartState& part : result->parts)
      add(part.part + part.why);
  return out;
}

/// nullptr where no connector, or more than one, takes the text.
inline const Connector* recognise(std::string_view bytes) {
  static const auto connectors = terraformConnectors();
  const Connector* found = nullptr;
  for (const Match wanted : {Match::Yes, Match::Maybe}) {
    for (const auto& connector : connectors)
      if (connector->recognises(bytes.substr(0, 65536)) == wanted) {
        if (found != nullptr) return nullptr;
        found = connector.get();
      }
    if (found != nullptr) return found;
  }
  return nullptr;
}

inline Outcome readWith(const Connector& connector, std::string_view bytes, const ReadOptions& options = {},
                        bool cancel = false) {
  Outcome outcome;
  outcome.connector = std::string(connector.id());
  Input input;
  input.name = "input.json";
  input.bytes = bytes;
  auto facts = connector.survey(input, options);
  if (!facts) {
    outcome.error = facts.error();
    return outcome;
  }
  outcome.facts = *facts;
  if (!facts->scope) facts->scope = options.scope.value_or("somewhere");
  Collector sink;
  sink.cancel = cancel;
  auto result = connector.read(input, *facts, options, sink);
  if (result)
    outcome.result = *result;
  else
    outcome.error = result.error();
  outcome.all = std::move(sink.all);
  return outcome;
}

inline Outcome read(std::string_view bytes, const ReadOptions& options = {}) {
  const Connector* connector = recognise(bytes);
  if (connector == nullptr) {
    Outcome outcome;
    outcome.error = Error{ErrorCode::Unrecognised, "no connector takes it", {}, {}};
    return outcome;
  }
  return readWith(*connector, bytes, options);
}

/// True where every byte of every occurrence of `secret` in `bytes` is inside a span that is masked.
inline bool masked(std::string_view bytes, const std::vector<Locator>& spans, std::string_view secret) {
  for (std::size_t at = bytes.find(secret); at != std::string_view::npos; at = bytes.find(secret, at + 1)) {
    const bool inside = std::any_of(spans.begin(), spans.end(), [&](const Locator& span) {
      return span.offset <= at && at + secret.size() <= span.offset + span.length;
    });
    if (!inside) return false;
  }
  return true;
}

} // namespace countersign::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/aws/aws.h"

#include <iterator>
#include <optional>
#include <string>

namespace countersign {

/// Keeps everything that a connector gives. Takes the documents away in `prepare`, as the importer does.
class KeepingSink final : public BatchSink {
public:
  Batch all;
  using Documents = std::vector<std::pair<Document, Locator>>;
  void prepare(Batch& batch) override {
    batch.prepared = std::make_shared<Documents>(std::move(batch.documents));
    batch.documents.clear();
  }
  Result<void> take(Batch&& batch) override {
    if (batch.prepared) append(all.documents, *std::static_pointer_cast<Documents>(batch.prepared));
    append(all.observations, batch.observations);
    append(all.events, batch.events);
    append(all.gaps, batch.gaps);
    append(all.secrets, batch.secrets);
    append(all.spellings, batch.spellings);
    return {};
  }
  bool cancelled() const override { return false; }
  void progress(std::uint64_t) override {}

private:
  template <class T>
  static void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }
};

/// What became of one text.
struct Imported {
  std::string connector; ///< id; empty where none recognised it
  std::optional<Error> error;
  Facts facts;
  ReadResult result;
  Batch batch;

  /// "aws.role" → the document with this uid, else nullptr.
  const Document* find(std::string_view kind, std::string_view uid) const {
    for (const auto& [document, where] : batch.documents)
      if (document.object.kind == kind && document.object.uid == uid) return &document;
    return nullptr;
  }
  const PartState* part(std::string_view name) const {
    for (const PartState& state : result.parts)
      if (state.part == name) return &state;
    return nullptr;
  }
  std::size_t faults() const {
    std::size_t count = 0;
    for (const Gap& gap : batch.gaps)
      count += gap.warning ? 0U : 1U;
    return count;
  }
};

inline const Connector* recogniser(std::string_view text) {
  for (const Connector* connector : awsConnectors())
    if (connector->recognises(text.substr(0, 64U << 10)) == Match::Yes) return connector;
  return nullptr;
}

inline Imported importText(std::string_view text, const ReadOptions& options = {},
                           const std::string& name = "input") {
  Imported out;
  const Connector* connector = recogniser(text);
  if (connector == nullptr) {
    out.error = Error{ErrorCode::Unrecognised, "nobody knows it", {}, {}};
    return out;
  }
  out.connector = connector->id();
  Input input;
  input.name = name;
  input.bytes = text;
  auto facts = connector->survey(input, options);
  if (!facts) {
    out.error = facts.error();
    return out;
  }
  out.facts = *facts;
  KeepingSink sink;
  auto result = connector->read(input, out.facts, options, sink);
  out.batch = std::move(sink.all);
  if (result)
    out.result = std::move(*result);
  else
    out.error = result.error();
  return out;
}

} // namespace countersign

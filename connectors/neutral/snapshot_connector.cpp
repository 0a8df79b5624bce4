// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/coverage.h"
#include "connectors/common/sinks.h"
#include "connectors/neutral/neutral.h"
#include "connectors/neutral/record_reader.h"
#include "connectors/neutral/snapshot_header.h"

#include <algorithm>
#include <atomic>

namespace countersign {
namespace {

using namespace neutral;

/// Reads the records of one snapshot and checks its end.
class SnapshotReader {
public:
  SnapshotReader(const Input& input, std::size_t headerOffset) : input_(input), headerOffset_(headerOffset) {}

  Result<void> line(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_TRY(understand(element, value, batch));
    coverage_.add(element);
    return {};
  }

  /// Checks the end record. Adds gaps, and what was not understood as secret, to `batch`.
  void close(bool failed, bool truncated, Batch& batch) {
    if (failed || truncated)
      for (Locator& span : coverage_.rest(input_.bytes))
        batch.secrets.push_back(std::move(span));
    if (failed) tally.allPartial("a line could not be read");
    if (truncated) tally.allPartial("the file ends early");
    if (end_.isNull()) {
      gap(batch, ErrorCode::Truncated, "there is no end record: nobody knows whether the file is whole", {},
          input_.bytes.size());
      return;
    }
    if (input_.bytes.find_first_not_of(" \t\r\n", endOffset_ + endSize_) != std::string_view::npos)
      gap(batch, ErrorCode::Malformed, "there are records behind the end record", {}, endOffset_ + endSize_);
    checkCounts(batch);
    const std::string& stated = end_["sha256"].asString();
    if (!stated.empty() && stated != sha256(input_.bytes.substr(0, endOffset_)).hex())
      gap(batch, ErrorCode::Malformed, "the SHA-256 in the end record is not that of the bytes before it",
          "/sha256", endOffset_);
  }

  bool secondHeader() const { return secondHeader_; }
  SnapshotTally tally;

private:
  Result<void> understand(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(Json json, toJson(value));
    if (!json.isObject()) return failure(ErrorCode::Malformed, "a line that is no record");
    const std::string t = json["t"].asString();
    if (t == "snapshot") {
      if (element.offset != headerOffset_) secondHeader_ = true;
    } else if (t == "end") {
      keepEnd(element, std::move(json));
    } else if (t.empty()) {
      Place place;
      place.pointer = "/t";
      return failure(ErrorCode::Malformed, "a record without its type 't'", {}, std::move(place));
    } else {
      tally.saw(t);
      readRecord(t, std::move(json), LinePlace(element), tally, batch);
    }
    return {};
  }
  /// The last end record is the one that counts.
  void keepEnd(const Element& element, Json json) {
    const std::lock_guard lock(mutex_);
    if (!end_.isNull() && element.offset < endOffset_) return;
    end_ = std::move(json);
    endOffset_ = element.offset;
    endSize_ = element.text.size();
  }
  /// A fault of the whole file: everything is partial.
  void gap(Batch& batch, ErrorCode code, std::string message, std::string pointer, std::uint64_t byte) {
    tally.allPartial(message);
    Error error{code, std::move(message), "Export it again, and transfer it byte for byte", {}};
    error.place.file = input_.name;
    error.place.byte = byte;
    error.place.pointer = std::move(pointer);
    batch.gaps.push_back({std::move(error), {}, false});
  }
  void checkCounts(Batch& batch) {
    const Json& stated = end_["counts"];
    if (!stated.isObject()) {
      gap(batch, ErrorCode::Malformed, "the end record does not count the records", "/counts", endOffset_);
      return;
    }
    for (const auto& [t, n] : stated.members()) {
      if (t == "snapshot" || t == "end") continue;
      tally.stated(t);
      if (!n.isInt() || n.asInt() < 0 || static_cast<std::uint64_t>(n.asInt()) != tally.count(t))
        gap(batch, ErrorCode::Truncated,
            "the end record counts " + recordText(n) + " records of type '" + t + "', the file holds " +
                std::to_string(tally.count(t)),
            "/counts/" + t, endOffset_);
    }
    for (const auto& [t, n] : tally.counts())
      if (!stated.has(t))
        gap(batch, ErrorCode::Malformed,
            "the end record does not count the " + std::to_string(n) + " records of type '" + t + "'",
            "/counts", endOffset_);
  }

  const Input& input_;
  const std::size_t headerOffset_;
  std::atomic<bool> secondHeader_{false};
  std::mutex mutex_;
  Coverage coverage_;
  Json end_;
  std::uint64_t endOffset_ = 0, endSize_ = 0;
};

class SnapshotConnector final : public Connector {
public:
  std::string_view id() const override { return "neutral.snapshot"; }
  std::string_view title() const override { return "Neutral snapshot (JSON lines, nhi-snapshot/1)"; }
  std::string_view exportCommand() const override { return {}; }

  Match recognises(std::string_view head) const override {
    std::size_t offset = 0;
    return looksLikeHeader(firstLine(head, offset)) ? Match::Yes : Match::No;
  }
  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    COUNTERSIGN_ASSIGN(SnapshotHeader header, parseHeader(input, options));
    return std::move(header.facts);
  }
  Result<ReadResult> read(const Input& input, const Facts&, const ReadOptions& options,
                          BatchSink& sink) const override {
    COUNTERSIGN_ASSIGN(SnapshotHeader header, parseHeader(input, options));
    std::size_t headerOffset = 0;
    firstLine(input.bytes, headerOffset);
    ImportLimits limits = options.limits;
    limits.maxElementBytes = std::min(limits.maxElementBytes, maxLineBytes);
    SnapshotReader reader(input, headerOffset);
    COUNTERSIGN_ASSIGN(const SplitReport report,
                       forEachLine(input, limits, sink,
                                   [&](const Element& element, const simdjson::dom::element& value,
                                       Batch& batch) { return reader.line(element, value, batch); }));
    if (reader.secondHeader())
      return failure(ErrorCode::Unsupported, "the file holds more than one snapshot",
                     "Import one snapshot per file", Place{input.name, {}, {}, {}, {}});
    Batch closing;
    for (Error& fault : header.faults)
      closing.gaps.push_back({std::move(fault), {}, false});
    const bool failed = report.anyFailed();
    if (header.completeness != "full")
      reader.tally.allPartial("the exporter says that it is " + header.completeness);
    reader.close(failed, report.truncated || input.truncatedInput, closing);
    COUNTERSIGN_TRY(deliver(std::move(closing), sink, input.name));
    return ReadResult{reader.tally.states(options)};
  }
};

} // namespace

std::unique_ptr<Connector> makeNeutralSnapshotConnector() {
  return std::make_unique<SnapshotConnector>();
}

std::vector<std::unique_ptr<Connector>> neutralConnectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makeNeutralSnapshotConnector());
  out.push_back(makeChangeListConnector());
  out.push_back(makeNeutralCsvConnector());
  return out;
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/coverage.h"
#include "connectors/neutral/change_list.h"
#include "connectors/neutral/listed_change.h"
#include "connectors/neutral/listed_changes.h"
#include "connectors/neutral/snapshot_header.h"

#include <algorithm>
#include <atomic>

namespace countersign::neutral {
namespace {

Json firstObject(std::string_view text, std::size_t& offset) {
  const std::string_view line = firstLine(text, offset);
  if (line.empty() || line.front() != '{') return {};
  JsonLimits limits;
  limits.maxBytes = maxChangeLineBytes;
  return parseJson(line, limits).value_or(Json()); // what is no JSON is no list
}

/// Reads the lines of a list.
class LineReader {
public:
  LineReader(const Input& input, std::optional<Instant> captured) : input_(input), captured_(captured) {
    firstLine(input.bytes, firstOffset_);
  }

  Result<void> line(const Element& element, const simdjson::dom::element& value, Batch& batch) {
    COUNTERSIGN_ASSIGN(Json json, toJson(value));
    if (!json.isObject()) return failure(ErrorCode::Malformed, "a line that is no change");
    const std::string t = json["t"].asString();
    if (t.empty() || t == "change") {
      ++count_;
      readListedChange(std::move(json), LinePlace(element), captured_, batch);
    } else if (t == "end") {
      keepEnd(element, std::move(json));
    } else if (t != "changes" || element.offset != firstOffset_) {
      Place place;
      place.pointer = "/t";
      batch.gaps.push_back(
          {Error{ErrorCode::Unsupported, "a line of type '" + shortened(t) + "' is no change: it is skipped",
                 "A list holds changes alone", std::move(place)},
           {},
           true});
    }
    coverage_.add(element);
    return {};
  }

  /// What is wrong with the end record; empty where nothing is.
  std::string endFault() const {
    if (end_.isNull()) return "there is no end record: nobody knows whether the file is whole";
    if (input_.bytes.find_first_not_of(" \t\r\n", endOffset_ + endSize_) != std::string_view::npos)
      return "there are lines behind the end record";
    const Json& stated = end_["counts"]["change"];
    if (!stated.isInt() || stated.asInt() < 0 || static_cast<std::uint64_t>(stated.asInt()) != count_)
      return "the end record does not count the " + std::to_string(count_) + " changes of the file";
    const std::string& digest = end_["sha256"].asString();
    if (!digest.empty() && digest != sha256(input_.bytes.substr(0, endOffset_)).hex())
      return "the SHA-256 in the end record is not that of the bytes before it";
    return {};
  }
  bool hasEnd() const { return !end_.isNull(); }
  Place endPlace() const { return {input_.name, endOffset_, {}, "/t", {}}; }
  std::vector<Locator> notUnderstood() { return coverage_.rest(input_.bytes); }

private:
  /// The last end record is the one that counts.
  void keepEnd(const Element& element, Json json) {
    const std::lock_guard lock(mutex_);
    if (!end_.isNull() && element.offset < endOffset_) return;
    end_ = std::move(json);
    endOffset_ = element.offset;
    endSize_ = element.text.size();
  }

  const Input& input_;
  std::optional<Instant> captured_;
  std::size_t firstOffset_ = 0;
  std::atomic<std::uint64_t> count_{0};
  std::mutex mutex_;
  Coverage coverage_;
  Json end_;
  std::uint64_t endOffset_ = 0, endSize_ = 0;
};

ImportLimits limitsOf(const ReadOptions& options) {
  ImportLimits limits = options.limits;
  limits.maxElementBytes = std::min(limits.maxElementBytes, maxChangeLineBytes);
  return limits;
}

/// Gaps of the whole file, and what has to be hidden of it.
Batch closing(LineReader& reader, const ChangeLinesHeader& header, const SplitReport& report,
              const std::string& endFault) {
  Batch out;
  for (const Error& fault : header.faults)
    out.gaps.push_back({fault, {}, false});
  if (report.anyFailed() || report.truncated) out.secrets = reader.notUnderstood();
  if (reader.hasEnd() && !endFault.empty())
    out.gaps.push_back({Error{ErrorCode::Malformed, endFault,
                              "Export it again, and transfer it byte for byte", reader.endPlace()},
                        std::string(changesPart), false});
  return out;
}

} // namespace

bool looksLikeChangeLines(std::string_view text) {
  std::size_t offset = 0;
  const Json first = firstObject(text, offset);
  if (first.has("t")) return first["t"].asString() == "changes";
  return first.has("requested_at") && first.has("identity") && first.has("change");
}

ChangeLinesHeader changeLinesHeader(const Input& input) {
  ChangeLinesHeader out;
  std::size_t offset = 0;
  const Json first = firstObject(input.bytes, offset);
  if (first["t"].asString() != "changes") return out;
  out.there = true;
  if (const std::string scope = recordText(first["source_scope"]); !scope.empty()) out.scope = scope;
  out.tool = recordText(first["tool"].isObject() ? first["tool"]["name"] : first["tool"]);
  if (const std::string version = recordText(first["tool"]["version"]); !version.empty())
    out.tool += ' ' + version;
  out.full = first["completeness"].asString() == "full";
  const std::string& basis = first["captured_at_basis"].asString();
  out.basis = basis == "user"   ? CaptureBasis::User
              : basis == "file" ? CaptureBasis::File
                                : CaptureBasis::Export;
  if (first["captured_at"].isNull()) return out;
  const auto captured = parseRfc3339(first["captured_at"].asString());
  if (captured) {
    out.capturedAt = *captured;
    return out;
  }
  Error fault = captured.error();
  fault.place = {input.name, offset, 1, "/captured_at", {}};
  out.faults.push_back(std::move(fault));
  return out;
}

Result<ReadResult> readChangeLines(const Input& input, std::optional<Instant> captured,
                                   const ReadOptions& options, BatchSink& sink) {
  const ChangeLinesHeader header = changeLinesHeader(input);
  ListedChanges changes(input, sink, {});
  LineReader reader(input, captured);
  COUNTERSIGN_ASSIGN(const SplitReport report,
                     forEachLine(input, limitsOf(options), changes,
                                 [&](const Element& element, const simdjson::dom::element& value,
                                     Batch& batch) { return reader.line(element, value, batch); }));
  COUNTERSIGN_TRY(changes.deliver());
  const std::string endFault = reader.endFault();
  COUNTERSIGN_TRY(changes.take(closing(reader, header, report, endFault)));
  std::string why = report.truncated                          ? "the file ends early"
                    : report.anyFailed() || changes.anyLost() ? "a line could not be used"
                    : reader.hasEnd() || header.full          ? endFault
                                                              : "";
  return ReadResult{{changesState(std::move(why), header.full, options)}};
}

} // namespace countersign::neutral

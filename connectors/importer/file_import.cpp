// SPDX-License-Identifier: Apache-2.0
#include "connectors/importer/file_import.h"

#include "connectors/common/secrets.h"
#include "connectors/importer/registry.h"
#include "models/review/refresh.h"
#include "models/store/ingest.h"

#include <algorithm>
#include <atomic>
#include <set>

namespace countersign {
namespace {

constexpr std::uint64_t secretMargin = 64U << 10; ///< a secret that begins before a stretch is still found
constexpr int attempts = 3;

Place at(const Input& input) {
  return {input.name, {}, {}, {}, {}};
}

Error unrecognised(const Input& input) {
  return {
      ErrorCode::Unrecognised, "no importer knows this content",
      "'countersign sources --commands' lists the exports that can be read and the commands that make them",
      at(input)};
}

/// Faults of the file itself, not of what it says.
bool spoils(ErrorCode code) {
  return code == ErrorCode::Truncated || code == ErrorCode::Malformed || code == ErrorCode::Encoding ||
         code == ErrorCode::DuplicateKey || code == ErrorCode::Limit;
}

/// Where the reader that found the fault has no better advice.
std::string remedyFor(ErrorCode code) {
  return code == ErrorCode::Limit ? "Export it again in smaller parts, or leave that entry out"
                                  : "Export it again, unchanged as its system writes it";
}

/// Passes what a connector emits on to the staging area.
class StagingSink final : public BatchSink {
public:
  StagingSink(Staging& staging, const Input& input, const ProgressFn& progress)
      : staging_(staging), input_(input), progress_(progress) {}

  void prepare(Batch& batch) override {
    if (!batch.documents.empty()) used_ = true;
    batch.prepared = staging_.prepare(std::move(batch.documents), batch.gaps);
  }

  Result<void> take(Batch&& batch) override {
    if (!batch.prepared) prepare(batch);
    staging_.take(*std::static_pointer_cast<Staging::Prepared>(batch.prepared));
    if (!batch.observations.empty() || !batch.events.empty() || !batch.changes.empty()) used_ = true;
    staging_.take(std::move(batch.observations));
    staging_.take(std::move(batch.events));
    staging_.take(std::move(batch.changes));
    for (Gap& gap : batch.gaps) {
      if (!gap.warning && spoils(gap.error.code)) {
        if (gap.error.remedy.empty()) gap.error.remedy = remedyFor(gap.error.code);
        if (!firstFault_) firstFault_ = gap.error;
        faultyParts_.insert(gap.part);
      }
      if (gap.error.place.file.empty()) gap.error.place.file = input_.name;
      endsEarly_ = endsEarly_ || gap.error.code == ErrorCode::Truncated;
    }
    staging_.take(std::move(batch.gaps));
    staging_.take(std::move(batch.spellings));
    secrets.insert(secrets.end(), batch.secrets.begin(), batch.secrets.end());
    return {};
  }

  bool cancelled() const override { return cancelled_; }

  void progress(std::uint64_t bytesRead) override {
    const double share =
        input_.bytes.empty() ? 1 : static_cast<double>(bytesRead) / static_cast<double>(input_.bytes.size());
    if (progress_ && !progress_(std::min(share, 1.0) * 0.7, "Reading " + input_.name)) cancelled_ = true;
  }

  /// The input ended in the middle, or held an entry that cannot be read and may be of this part: nobody's
  /// word makes it complete.
  bool cannotBeComplete(const std::string& part) const {
    return endsEarly_ || faultyParts_.contains(part) || faultyParts_.contains(std::string());
  }
  /// What is wrong with an input of which nothing at all could be used.
  std::optional<Error> whyNothing() const { return used_ ? std::nullopt : firstFault_; }

  std::vector<Locator> secrets;

private:
  Staging& staging_;
  const Input& input_;
  const ProgressFn& progress_;
  std::atomic<bool> cancelled_{false}, used_{false};
  bool endsEarly_ = false;
  std::optional<Error> firstFault_;
  std::set<std::string> faultyParts_;
};

std::string masked(const Input& input, const std::vector<Locator>& secrets, std::uint64_t offset,
                   std::uint64_t length, std::uint64_t margin) {
  const std::uint64_t from = offset > margin ? offset - margin : 0;
  const std::uint64_t to = std::min<std::uint64_t>(input.bytes.size(), offset + length + margin);
  std::vector<Locator> spans = findSecrets(input.bytes.substr(from, to - from), from);
  const auto first =
      std::lower_bound(secrets.begin(), secrets.end(), offset,
                       [](const Locator& l, std::uint64_t o) { return l.offset + l.length <= o; });
  for (auto s = first; s != secrets.end() && s->offset < offset + length; ++s)
    spans.push_back(*s);
  std::string out(input.bytes.substr(offset, length));
  maskSpans(out.data(), out.size(), offset, spans);
  return out;
}

SnapshotInfo infoOf(const Settled& s, const Input& input, const ImportRequest& request, Instant now) {
  SnapshotInfo info;
  info.system = s.facts.system;
  info.scope = *s.facts.scope;
  info.role = s.facts.role;
  info.sourceKey = info.system + "/" + info.scope + "/" + std::string(name(info.role));
  info.sourceName = request.sourceName.empty() ? s.facts.sourceName : request.sourceName;
  info.owner = request.owner;
  info.fallback = request.fallback;
  info.file = input.name;
  info.connector = std::string(s.connector->id());
  info.tool = s.facts.tool;
  info.serial = s.facts.serial;
  auto raw = Digest::fromHex(input.rawSha256);
  info.raw = raw ? *raw : sha256(input.bytes);
  info.rawBytes = input.rawSize;
  info.decodedBytes = input.bytes.size();
  info.capturedAt = s.capturedAt;
  info.importedAt = now;
  info.basis = s.basis;
  return info;
}

bool named(const std::vector<std::string>& parts, const std::string& part) {
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& p) { return p == part || p == "*"; });
}

/// What the connector says, and the person's word on top: a part can be vouched for or be known to be
/// partial. What ends early or cannot be read is partial whatever anybody says.
std::vector<PartCompleteness> completeness(const ReadResult& read, const Input& input,
                                           const ImportRequest& request, const StagingSink& sink) {
  std::vector<PartCompleteness> out;
  for (const PartState& p : read.parts) {
    PartCompleteness c{p.part, p.complete, p.why};
    if (!p.complete && named(request.completeParts, p.part) && !sink.cannotBeComplete(p.part))
      c = {p.part, true, {}};
    if (named(request.partialParts, p.part)) c = {p.part, false, "said to be partial"};
    if (input.truncatedInput) c = {p.part, false, "the packed file ends early"};
    out.push_back(std::move(c));
  }
  return out;
}

std::string completenessText(const std::vector<PartCompleteness>& parts) {
  std::string out;
  for (const PartCompleteness& p : parts)
    if (!p.complete) out += (out.empty() ? "partial: " : "; ") + p.part + " (" + p.why + ")";
  return out.empty() ? "complete" : out;
}

Result<FileImport> once(Workspace& w, const Input& input, const Settled& s, const ImportRequest& request,
                        const Clock& clock, const ProgressFn& progress) {
  FileImport out;
  out.outcome.file = input.name;
  out.outcome.connector = std::string(s.connector->id());
  out.outcome.title = std::string(s.connector->title());
  out.outcome.capturedAt = s.capturedAt;
  const Instant now = clock.now();
  COUNTERSIGN_ASSIGN(const auto staging, Staging::begin(w, infoOf(s, input, request, now), indexTerms));
  out.outcome.source =
      request.sourceName.empty() ? s.facts.system + " · " + *s.facts.scope : request.sourceName;
  if (const auto same = staging->identical()) {
    out.outcome.identical = out.outcome.imported = true;
    out.outcome.snapshot = *same;
    out.outcome.completeness = "imported before";
    return out;
  }
  StagingSink sink(*staging, input, progress);
  COUNTERSIGN_ASSIGN(const ReadResult read, s.connector->read(input, s.facts, s.options, sink));
  if (sink.cancelled()) return failure(ErrorCode::Cancelled, "cancelled; nothing was changed");
  if (auto why = sink.whyNothing()) return failure(std::move(*why));
  std::sort(sink.secrets.begin(), sink.secrets.end(),
            [](const Locator& a, const Locator& b) { return a.offset < b.offset; });
  const MaskedBytes bytes = [&](std::uint64_t offset, std::uint64_t length, bool whole) {
    return masked(input, sink.secrets, offset, length, whole ? 0 : secretMargin);
  };
  RefreshReport refreshed;
  const Staging::AfterMerge after = [&](const MergeReport& merge) -> Result<void> {
    if (progress && !progress(0.85, "Working out records of " + input.name))
      return failure(ErrorCode::Cancelled, "cancelled; nothing was changed");
    COUNTERSIGN_ASSIGN(refreshed, refreshRecords(w, merge, now));
    return {};
  };
  if (progress && !progress(0.7, "Writing " + input.name))
    return failure(ErrorCode::Cancelled, "cancelled; nothing was changed");
  COUNTERSIGN_ASSIGN(const MergeReport merge,
                     staging->merge(completeness(read, input, request, sink),
                                    request.keepSourceBytes ? bytes : MaskedBytes(), after));
  FileOutcome& o = out.outcome;
  o.imported = true;
  o.snapshot = merge.snapshot;
  o.documents = merge.documents;
  o.added = merge.added;
  o.changed = merge.changed;
  o.removed = merge.removed;
  o.events = merge.events;
  o.gaps = merge.gaps;
  o.completeness = completenessText(merge.parts);
  o.recordsMoved = refreshed.recordsMoved;
  out.recordsNew = refreshed.recordsNew;
  out.notes = std::move(refreshed.notes);
  return out;
}

} // namespace

Result<Settled> settle(const Input& input, const ImportRequest& request, Instant now) {
  Settled s;
  s.connector = recognise(input);
  if (s.connector == nullptr) return failure(unrecognised(input));
  if (!request.scope.empty()) s.options.scope = request.scope;
  if (!request.cluster.empty()) s.options.cluster = request.cluster;
  s.options.role = request.role;
  s.options.completeParts = request.completeParts;
  s.options.partialParts = request.partialParts;
  s.options.capturedAt = request.capturedAt;
  s.options.now = now;
  auto facts = s.connector->survey(input, s.options);
  if (!facts) {
    Error e = facts.error();
    if (e.place.file.empty()) e.place.file = input.name;
    if (e.remedy.empty() && spoils(e.code)) e.remedy = remedyFor(e.code);
    return failure(std::move(e));
  }
  s.facts = std::move(*facts);
  const std::string what = std::string(s.connector->title());
  const std::string scopeTitle = s.facts.scopeTitle.empty() ? "scope" : s.facts.scopeTitle;
  if (!s.facts.scope && request.scope.empty())
    return failure(ErrorCode::WrongScope, what + " does not say its " + scopeTitle, "Give it with --scope",
                   at(input));
  if (s.facts.scope && !request.scope.empty() && *s.facts.scope != request.scope &&
      s.facts.system != "terraform")
    return failure(ErrorCode::WrongScope,
                   "this is the " + scopeTitle + " " + *s.facts.scope + ", not " + request.scope,
                   "Leave --scope away, or choose the right file", at(input));
  if (!s.facts.scope) s.facts.scope = request.scope;
  if (!s.facts.roleKnown) {
    if (!request.role)
      return failure(ErrorCode::InvalidArgument, what + " does not say whether it is intent or live",
                     "Give it with --role", at(input));
    s.facts.role = *request.role;
  } else if (request.role && *request.role != s.facts.role) {
    return failure(ErrorCode::InvalidArgument,
                   what + " is of role " + std::string(name(s.facts.role)) + ", not " +
                       std::string(name(*request.role)),
                   "Leave --role away", at(input));
  }
  if (s.facts.capturedAt) {
    s.capturedAt = *s.facts.capturedAt;
    s.basis = s.facts.capturedBasis;
  } else if (request.capturedAt) {
    s.capturedAt = *request.capturedAt;
    s.basis = CaptureBasis::User;
  } else if (request.captureFromFileTime && input.fileTime) {
    s.capturedAt = *input.fileTime;
    s.basis = CaptureBasis::File;
  } else {
    return failure(ErrorCode::MissingTime, what + " does not say when it was captured",
                   "Give the time with --captured-at, or --captured-from-file-time where the file's time is "
                   "the export's",
                   at(input));
  }
  s.options.capturedAt = s.capturedAt;
  return s;
}

Result<FileImport> importInput(Workspace& workspace, const Input& input, const ImportRequest& request,
                               const Clock& clock, const ProgressFn& progress) {
  FileImport out;
  out.outcome.file = input.name;
  const auto settled = settle(input, request, clock.now());
  if (!settled) {
    out.outcome.error = settled.error();
    return out;
  }
  for (int attempt = 1;; ++attempt) {
    auto done = once(workspace, input, *settled, request, clock, progress);
    if (done) return done;
    if (done.error().code == ErrorCode::Cancelled) return failure(done.error());
    if (done.error().code == ErrorCode::Busy && attempt < attempts) continue;
    out.outcome.connector = std::string(settled->connector->id());
    out.outcome.title = std::string(settled->connector->title());
    out.outcome.error = done.error();
    Error& e = *out.outcome.error;
    if (e.place.file.empty()) e.place.file = input.name;
    if (e.remedy.empty() && spoils(e.code)) e.remedy = remedyFor(e.code);
    return out;
  }
}

} // namespace countersign

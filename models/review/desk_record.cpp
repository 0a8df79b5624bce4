// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/differences.h"
#include "models/review/record_build.h"

namespace countersign {

Result<RecordView> Desk::record(RecordId id, std::optional<Instant> asOf) {
  Workspace& w = *impl_->workspace;
  const Instant now = asOf ? *asOf : impl_->now();
  EvaluationPass pass(w, now, asOf);
  COUNTERSIGN_TRY(pass.load(w));
  RecordStore records(w);
  COUNTERSIGN_ASSIGN(const auto members, records.members(id));
  if (members.empty()) return failure(ErrorCode::NotFound, "there is no such record");
  COUNTERSIGN_ASSIGN(const Evaluation e, evaluate(pass.context, members));
  COUNTERSIGN_ASSIGN(const Windows windows, windowsOf(w));
  ViewContext x{w, pass, windows, now, {}};
  return buildRecordView(x, id, e);
}

Result<Digest> Desk::currentDigest(RecordId id) {
  RecordStore records(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto record, records.record(id));
  if (!record) return failure(ErrorCode::NotFound, "there is no such record");
  return record->digest;
}

Result<std::vector<Difference>> Desk::differences(RecordId id, const Digest& from, const Digest& to) {
  return differencesOf(*impl_->workspace, id, from, to, impl_->now());
}

Result<std::vector<Difference>> Desk::differencesSinceCertified(RecordId id) {
  RecordStore records(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto decision, records.decision(id));
  if (!decision)
    return failure(ErrorCode::NotFound, "the record was never certified", "Compare two times instead");
  COUNTERSIGN_ASSIGN(const auto record, records.record(id));
  if (!record) return failure(ErrorCode::NotFound, "there is no such record");
  return differences(id, decision->digest, record->digest);
}

Result<std::vector<Difference>> Desk::differencesBetween(RecordId id, Instant from, Instant to) {
  return differencesBetweenTimes(*impl_->workspace, id, from, to, impl_->now());
}

namespace {

/// The stretch to highlight: the value that `inner` names, or nothing.
void highlight(SourceBytes& out, const std::string& inner) {
  if (inner.empty()) return;
  if (const auto span = locateJson(out.text, inner)) {
    out.highlightAt = span->offset;
    out.highlightLength = span->length;
    return;
  }
  // The document's normal form is not the source's own: look for the last name in the pointer.
  const std::string last = inner.substr(inner.rfind('/') + 1);
  const auto at = out.text.find('"' + last + '"');
  if (at != std::string::npos && !last.empty()) {
    out.highlightAt = at;
    out.highlightLength = last.size() + 2;
  }
}

} // namespace

Result<SourceBytes> Desk::sourceBytes(const Trace& trace) {
  SourceBytes out;
  out.offset = trace.where.offset;
  if (!trace.known()) {
    out.note = "this value was not read from a file";
    return out;
  }
  if (trace.where.length == 0) {
    out.note = "the importer of this format does not record byte positions";
    return out;
  }
  COUNTERSIGN_ASSIGN(const auto bytes,
                     keptBytes(*impl_->workspace, trace.snapshot, trace.where.offset, trace.where.length));
  if (!bytes) {
    out.note =
        "the bytes were not kept: keeping was switched off, or nothing in this stretch of the file was new";
    return out;
  }
  out.text = *bytes;
  highlight(out, trace.inner);
  return out;
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#include "tests/gui/fake_estate.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

/// The Desk of models/review/desk.h over made-up content.
namespace countersign {

struct Desk::Impl {
  std::filesystem::path file;
  std::shared_ptr<const Clock> clock;
};

namespace {

using fake::estate;

template <class T>
bool has(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

bool matches(const RecordQuery& query, const RecordRow& row) {
  const std::string all = lower(row.name + ' ' + row.owner + ' ' + row.knownAs + ' ' + row.uid);
  const bool system =
      query.systems.empty() || std::any_of(row.systems.begin(), row.systems.end(),
                                           [&](const auto& s) { return has(query.systems, s); });
  const bool attention =
      query.attention.empty() || std::any_of(row.attention.begin(), row.attention.end(),
                                             [&](const auto& a) { return has(query.attention, a.code); });
  return has(query.seals, row.seal) && has(query.standings, row.standing) && has(query.tiers, row.tier) &&
         system && attention && all.find(lower(query.text)) != std::string::npos;
}

std::string sortKey(const RecordRow& row, RecordColumn by) {
  switch (by) {
  case RecordColumn::Owner:
    return row.owner;
  case RecordColumn::Tier:
    return std::to_string(static_cast<int>(row.tier));
  case RecordColumn::Attention:
    return row.attention.empty() ? std::string() : row.attention.front().text;
  default:
    return row.name;
  }
}

} // namespace

Desk::Desk(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Desk::~Desk() = default;

Result<std::unique_ptr<Desk>> Desk::open(const std::filesystem::path& file,
                                         std::shared_ptr<const Clock> clock) {
  if (file.filename() == "broken.countersign")
    return failure(ErrorCode::Corrupt, "The workspace is damaged.", "Open a copy.");
  return std::unique_ptr<Desk>(new Desk(std::make_unique<Impl>(Impl{file, std::move(clock)})));
}
Result<std::unique_ptr<Desk>> Desk::create(const std::filesystem::path& file,
                                           std::shared_ptr<const Clock> clock) {
  return open(file, std::move(clock));
}
Workspace& Desk::workspace() {
  throw std::logic_error("this Desk has no store");
}
const Clock& Desk::clock() const {
  return *impl_->clock;
}
std::filesystem::path Desk::file() const {
  return impl_->file;
}

Result<std::vector<RecordId>> Desk::recordIds(const RecordQuery& query) {
  const std::lock_guard lock(estate().mutex);
  std::vector<std::pair<std::string, RecordId>> found;
  const bool all = recordQueryToJson(query) == recordQueryToJson({});
  for (RecordId id = 1; id <= static_cast<RecordId>(estate().records); ++id) {
    if (all && query.sortBy == RecordColumn::Name && !query.descending) {
      found.emplace_back(std::string(), id);
      continue;
    }
    const RecordRow row = fake::rowOf(id);
    if (matches(query, row)) found.emplace_back(sortKey(row, query.sortBy), id);
  }
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return query.descending ? a.first > b.first : a.first < b.first;
  });
  std::vector<RecordId> ids;
  for (const auto& [key, id] : found)
    ids.push_back(id);
  return ids;
}

Result<std::vector<RecordRow>> Desk::recordRows(const std::vector<RecordId>& ids, std::optional<Instant>) {
  const std::lock_guard lock(estate().mutex);
  ++estate().rowCalls;
  if (estate().rowDelay.count() > 0) std::this_thread::sleep_for(estate().rowDelay);
  std::vector<RecordRow> rows;
  for (const RecordId id : ids)
    rows.push_back(fake::rowOf(id));
  return rows;
}

Result<AccessCoverage> Desk::accessCoverage() {
  AccessCoverage out;
  out.records = estate().records;
  out.permissions = 40;
  out.conditional = 7;
  out.notEvaluated = 3;
  for (int i = 1; i <= 6; ++i)
    out.gaps.push_back(
        {"policy " + std::to_string(i) + " was not imported", static_cast<std::size_t>(10 - i)});
  return out;
}

Result<FacetCounts> Desk::facets(const RecordQuery&) {
  const std::lock_guard lock(estate().mutex);
  FacetCounts counts;
  counts.total = estate().records;
  for (RecordId id = 1; id <= static_cast<RecordId>(std::min<std::size_t>(estate().records, 5000)); ++id) {
    const RecordRow row = fake::rowOf(id);
    ++counts.seal[std::string(name(row.seal))];
    ++counts.standing[std::string(name(row.standing))];
    ++counts.tier[std::string(name(row.tier))];
    for (const std::string& system : row.systems)
      ++counts.system[system];
    for (const Attention& item : row.attention)
      ++counts.attention[item.code];
  }
  return counts;
}

Result<RecordId> Desk::findRecord(const std::string& text) {
  for (RecordId id = 1; id <= 20; ++id)
    if (fake::rowOf(id).name == text) return id;
  return failure(ErrorCode::NotFound, "There is no such record.");
}
Result<std::int64_t> Desk::generation() {
  const std::lock_guard lock(estate().mutex);
  return estate().generation;
}

Result<RecordView> Desk::record(RecordId id, std::optional<Instant> asOf) {
  const std::lock_guard lock(estate().mutex);
  ++estate().recordCalls;
  RecordView view = fake::viewOf(id);
  view.asOf = asOf;
  return view;
}
Result<Digest> Desk::currentDigest(RecordId id) {
  const std::lock_guard lock(estate().mutex);
  return fake::digestOf(id);
}
Result<std::vector<Difference>> Desk::differences(RecordId, const Digest&, const Digest&) {
  return fake::differencesOf();
}
Result<std::vector<Difference>> Desk::differencesSinceCertified(RecordId) {
  return fake::differencesOf();
}
Result<std::vector<Difference>> Desk::differencesBetween(RecordId, Instant, Instant) {
  return fake::differencesOf();
}

Result<SourceBytes> Desk::sourceBytes(const Trace& trace) {
  SourceBytes bytes;
  bytes.text = "{\n  \"RoleName\": \"backup-writer\",\n  \"RolePolicyList\": [\n    {\n      \"PolicyName\": "
               "\"BackupWrite\",\n      "
               "\"PolicyDocument\": {\n        \"Statement\": [\n          {\n            \"Effect\": "
               "\"Allow\",\n            "
               "\"Action\": \"s3:DeleteObject\",\n            \"Resource\": "
               "\"arn:aws:s3:::backups-prod/*\"\n          }\n        ]\n      }\n    }\n  ]\n}\n";
  bytes.offset = trace.where.offset;
  bytes.highlightAt = bytes.text.find("\"s3:DeleteObject\"");
  bytes.highlightLength = 17;
  return bytes;
}

Result<std::vector<SourceRow>> Desk::sources() {
  const std::lock_guard lock(estate().mutex);
  return fake::sources();
}
Result<std::vector<SnapshotRow>> Desk::snapshots(std::optional<std::int64_t>) {
  std::vector<SnapshotRow> rows;
  for (std::int64_t i = 418; i > 410; --i)
    rows.push_back({i, "aws-prod", "authorization-details.json", sha256(std::to_string(i)).hex(), "export",
                    "complete", fake::today() - std::chrono::hours(419 - i),
                    fake::today() - std::chrono::hours(418 - i), 1204, 1, 3, 0, 0, 0, true});
  return rows;
}
Result<std::vector<GapRow>> Desk::gaps(std::int64_t snapshot) {
  return snapshot == 14 ? fake::gaps() : std::vector<GapRow>{};
}
Result<void> Desk::setSourcePeople(std::int64_t source, const std::string& owner,
                                   const std::string& fallback) {
  const std::lock_guard lock(estate().mutex);
  estate().people[source] = {owner, fallback};
  return {};
}

Result<std::int64_t> Desk::stage(const DecisionRequest& request) {
  const std::lock_guard lock(estate().mutex);
  const std::int64_t id = estate().nextStaged++;
  std::erase_if(estate().staged, [&](const auto& s) { return s.request.record == request.record; });
  estate().staged.push_back({id, request, fake::rowOf(request.record).name, fake::today(), {}});
  estate().seen.push_back(request);
  return id;
}
Result<void> Desk::unstage(std::int64_t id) {
  const std::lock_guard lock(estate().mutex);
  std::erase_if(estate().staged, [id](const auto& s) { return s.id == id; });
  return {};
}
Result<std::vector<StagedDecision>> Desk::staged() {
  const std::lock_guard lock(estate().mutex);
  return estate().staged;
}
Result<std::vector<Outcome>> Desk::signOff(const SignerInput& signer, const std::vector<std::int64_t>&) {
  const std::lock_guard lock(estate().mutex);
  if (signer.passphrase != "right")
    return failure(ErrorCode::Crypto, "The passphrase is wrong.", "Type it again.");
  std::vector<Outcome> outcomes;
  std::vector<StagedDecision> left;
  for (StagedDecision& staged : estate().staged) {
    Outcome outcome;
    outcome.staged = staged.id;
    outcome.record = staged.request.record;
    outcome.recordName = staged.recordName;
    outcome.done = true;
    outcome.entry = 1205;
    if (estate().refuse.contains(staged.request.record)) {
      outcome.done = false;
      outcome.refusal = Error{
          ErrorCode::Moved, "The state is not the one that was on the screen.", "Look at what moved.", {}};
      outcome.differences = fake::differencesOf();
      staged.refusal = outcome.refusal->message;
      left.push_back(staged);
    }
    outcomes.push_back(std::move(outcome));
  }
  estate().staged = std::move(left);
  return outcomes;
}
Result<Outcome> Desk::decide(const DecisionRequest&, const SignerInput&) {
  return failure(ErrorCode::Refused, "Not here.");
}

Result<std::string> Desk::enrolKey(const SignerInput&, const std::filesystem::path&) {
  return sha256("key").hex();
}
Result<std::vector<LogRow>> Desk::log(std::int64_t fromSeq, std::size_t count) {
  const std::lock_guard lock(estate().mutex);
  std::vector<LogRow> rows;
  for (std::int64_t seq = fromSeq; seq >= 0 && rows.size() < count; --seq)
    if (seq < static_cast<std::int64_t>(estate().log.size()))
      rows.push_back(estate().log[static_cast<std::size_t>(seq)]);
  return rows;
}
Result<std::int64_t> Desk::logSize() {
  const std::lock_guard lock(estate().mutex);
  return static_cast<std::int64_t>(estate().log.size());
}
Result<std::string> Desk::logHead() {
  return sha256("1204").hex();
}
Result<void> Desk::exportEvidence(const std::filesystem::path&, const SignerInput&, const ProgressFn&) {
  return {};
}
Result<std::string> Desk::reportHtml() {
  return std::string("<html><body><h1>Review of non-human identities</h1><p>214 of 214 records "
                     "decided.</p><table border='1' cellpadding='4'>"
                     "<tr><th>Record</th><th>Decision</th></tr><tr><td>billing-export</td><td>certify</td></"
                     "tr></table></body></html>");
}

Result<std::vector<std::pair<std::string, RecordQuery>>> Desk::savedViews() {
  const std::lock_guard lock(estate().mutex);
  return estate().views;
}
Result<void> Desk::saveView(const std::string& name, const RecordQuery& query) {
  const std::lock_guard lock(estate().mutex);
  estate().views.emplace_back(name, query);
  return {};
}
Result<void> Desk::removeView(const std::string& name) {
  const std::lock_guard lock(estate().mutex);
  std::erase_if(estate().views, [&](const auto& view) { return view.first == name; });
  return {};
}
Result<Windows> Desk::windows() {
  return Windows{};
}
Result<void> Desk::setWindows(const Windows&) {
  return {};
}

std::string recordQueryToJson(const RecordQuery& query) {
  std::string text = query.text + '|';
  for (const auto seal : query.seals)
    text += name(seal);
  for (const auto standing : query.standings)
    text += name(standing);
  for (const auto tier : query.tiers)
    text += name(tier);
  for (const auto& system : query.systems)
    text += system;
  for (const auto& code : query.attention)
    text += code;
  return text;
}
Result<RecordQuery> recordQueryFromJson(const std::string&) {
  return RecordQuery{};
}
std::string viewText(const RecordView& view) {
  return view.name + "\n" + view.digest.hex() + "\n";
}

} // namespace countersign

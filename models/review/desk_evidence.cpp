// SPDX-License-Identifier: Apache-2.0
#include "models/review/desk_impl.h"
#include "models/review/evidence_export.h"
#include "models/store/log.h"

namespace countersign {

Result<std::vector<LogRow>> Desk::log(std::int64_t fromSeq, std::size_t count) {
  LogStore store(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto entries, store.newest(fromSeq, count));
  std::vector<LogRow> out;
  for (const StoredEntry& e : entries)
    out.push_back({e.seq, e.at, e.what, e.about, e.who, e.keyId, e.leaf.hex()});
  return out;
}

Result<std::int64_t> Desk::logSize() {
  return LogStore(*impl_->workspace).size();
}

Result<std::string> Desk::logHead() {
  LogStore store(*impl_->workspace);
  COUNTERSIGN_ASSIGN(const auto n, store.size());
  if (n == 0) return std::string();
  COUNTERSIGN_ASSIGN(const auto entry, store.entry(n - 1));
  return entry ? entry->leaf.hex() : std::string();
}

Result<void> Desk::exportEvidence(const std::filesystem::path& target, const SignerInput& signer,
                                  const ProgressFn& progress) {
  COUNTERSIGN_ASSIGN(const Signing signing, openSigner(signer, impl_->now()));
  return exportEvidencePackage(*this, *impl_->workspace, target, signing, impl_->now(), progress);
}

Result<std::string> Desk::reportHtml() {
  COUNTERSIGN_ASSIGN(const evidence::ReportData data, reportData(*this, *impl_->workspace, impl_->now()));
  return evidence::reportHtml(data);
}

} // namespace countersign

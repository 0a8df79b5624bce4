// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/emission.h"

#include <algorithm>

namespace countersign::x509 {
namespace {

constexpr std::size_t documentsPerBatch = 500, shownFiles = 50;
constexpr std::size_t largestCertificate = 1U << 20;

Json keysContent(const std::set<std::pair<std::string, std::string>>& keys) {
  Json out = Json::array();
  for (const auto& [label, place] : keys) {
    Json one = Json::object();
    out.push(std::move(one.set("label", Json(label)).set("place", Json(place))));
  }
  return out;
}

std::optional<Instant> timeIn(const Json& content, const char* member) {
  const auto at = parseRfc3339(content[member].asString());
  return at ? std::optional(*at) : std::nullopt;
}

} // namespace

Result<void> Emission::read(const PemBlock& block) {
  block_ = block;
  taken_ = false;
  clean_ = true;
  COUNTERSIGN_TRY(readBlock(block, *this));
  if (taken_ && clean_) understood(blockPlace());
  return {};
}

Result<void> Emission::add(Document document, Locator inFile) {
  inFile.offset += file_->offset;
  batch_.documents.emplace_back(std::move(document), std::move(inFile));
  return batch_.documents.size() < documentsPerBatch ? Result<void>{} : flush();
}

void Emission::gap(Error error, const Locator& inFile, bool warning) {
  error.place.file = file_->shown;
  if (inFile.line != 0) {
    error.place.line = inFile.line;
    error.place.byte = inFile.offset;
  }
  failed_ = failed_ || !warning;
  batch_.gaps.push_back({std::move(error), certificatesPart, warning});
}

void Emission::fault(Error error, bool warning) {
  clean_ = clean_ && warning;
  gap(std::move(error), blockPlace(), warning);
}

void Emission::privateKey(std::string_view label) {
  clean_ = false;
  gap({ErrorCode::Crypto,
       "a private key lies here ('" + std::string(label) + "'); it was not read",
       "Keep private keys out of what is copied, and look who else can read this file",
       {}},
      blockPlace(), true);
}

void Emission::addKeys(const std::string& sha256, Json& content) const {
  if (const auto found = keys_.find(sha256); found != keys_.end())
    content.set("privateKeys", keysContent(found->second));
}

void Emission::warnOfTimes(const Json& content) {
  const auto from = timeIn(content, "notBefore"), until = timeIn(content, "notAfter");
  const std::string who = "'" + content["subject"]["text"].asString() + "' ";
  const auto warn = [&](const std::string& text, const char* remedy) {
    gap({ErrorCode::Crypto, who + text, remedy, {}}, blockPlace(), true);
  };
  if (from && until && *until < *from) warn("ends before it begins", "Have it issued again");
  if (!options_.capturedAt) return;
  if (until && *until < *options_.capturedAt)
    warn("had expired on " + formatRfc3339(*until), "Remove it, or have it renewed");
  if (from && *from > *options_.capturedAt)
    warn("is not valid before " + formatRfc3339(*from), "Look at the clock of whoever issued it");
}

Result<void> Emission::certificate(X509* certificate, std::string_view der) {
  if (der.size() > largestCertificate) {
    fault({ErrorCode::Limit,
           "a certificate larger than 1 MiB",
           "Look at what it is; no program makes such",
           {}},
          false);
    return {};
  }
  taken_ = true;
  const std::string sha256 = fingerprint(der);
  const auto [entry, isNew] = files_.try_emplace(sha256);
  if (entry->second.first.size() <= shownFiles) entry->second.first.insert(file_->name);
  if (!isNew) return {};
  entry->second.second = blockPlace();
  entry->second.second.offset += file_->offset;
  CertificateDocument made = certificateDocument(certificate, der);
  for (const std::string& what : made.unreadable)
    gap({ErrorCode::Unsupported,
         what + " of a certificate cannot be read",
         "Have it issued again; until then nothing is concluded from it",
         {}},
        blockPlace(), true);
  warnOfTimes(made.document.content);
  addKeys(sha256, made.document.content);
  return add(std::move(made.document), blockPlace());
}

Result<void> Emission::revocationList(X509_CRL* list, std::string_view der) {
  taken_ = true;
  CrlDocument made = crlDocument(list, der);
  for (const std::string& what : made.unreadable)
    gap({ErrorCode::Unsupported, what + " of a revocation list cannot be read", "Fetch the list again", {}},
        blockPlace(), true);
  const auto next = timeIn(made.document.content, "nextUpdate");
  if (next && options_.capturedAt && *next < *options_.capturedAt)
    gap({ErrorCode::Stale,
         "a revocation list that was to be replaced by " + formatRfc3339(*next),
         "Fetch the present list: it may know of more revocations",
         {}},
        blockPlace(), true);
  ListPlace& newest = lists_[made.series];
  if (newest.file == nullptr ||
      (made.thisUpdate && (!newest.thisUpdate || *newest.thisUpdate < *made.thisUpdate))) {
    const bool delta = made.document.content.has("deltaOf");
    newest = {block_,
              file_,
              made.document.object.uid,
              made.thisUpdate,
              delta ? made.series.substr(0, made.series.size() - 6) : made.series,
              delta};
  }
  return add(std::move(made.document), blockPlace());
}

void Emission::addFiles() {
  for (auto& [sha256, place] : files_) {
    Json value = Json::object();
    value.set("files", Json::stringSet({place.first.begin(), place.first.end()}));
    batch_.observations.push_back({"x509.certificate", sha256, "files", std::move(value), place.second});
  }
}

/// Whatever is neither certificate nor list nor row may hold a key.
void Emission::maskRest() {
  std::sort(understood_.begin(), understood_.end());
  std::uint64_t at = 0;
  for (const auto& [begin, end] : understood_) {
    if (begin > at) batch_.secrets.push_back({at, begin - at, {}, 0});
    at = std::max(at, end);
  }
  if (at < input_.bytes.size()) batch_.secrets.push_back({at, input_.bytes.size() - at, {}, 0});
}

Result<void> Emission::flush() {
  if (sink_.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
  sink_.prepare(batch_);
  COUNTERSIGN_TRY(sink_.take(std::move(batch_)));
  batch_ = {};
  if (file_ != nullptr) sink_.progress(file_->offset);
  return {};
}

Result<void> Emission::finish() {
  addFiles();
  maskRest();
  return flush();
}

} // namespace countersign::x509

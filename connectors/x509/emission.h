// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"
#include "connectors/x509/certificate.h"
#include "connectors/x509/contents.h"
#include "connectors/x509/crl.h"
#include "connectors/x509/private_keys.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace countersign::x509 {

/// The newest list of a series: where it stands.
struct ListPlace {
  PemBlock block;
  const InputFile* file = nullptr;
  std::string sha256;
  std::optional<Instant> thisUpdate;
  std::string base; ///< the series without the mark of deltas
  bool delta = false;
};

/// Makes documents, gaps and masks of what files hold, and hands them on in batches.
class Emission final : public Holdings {
public:
  Emission(const Input& input, const ReadOptions& options, PrivateKeys keys, BatchSink& sink)
      : input_(input), options_(options), keys_(std::move(keys)), sink_(sink) {}

  /// What follows stands in this file and block.
  void enter(const InputFile& file) { file_ = &file; }
  Result<void> read(const PemBlock& block);
  Result<void> add(Document document, Locator inFile);
  void gap(Error error, const Locator& inFile, bool warning);
  /// This stretch holds no secret.
  void understood(const Locator& inFile) {
    understood_.emplace_back(file_->offset + inFile.offset, file_->offset + inFile.offset + inFile.length);
  }

  Result<void> certificate(X509* certificate, std::string_view der) override;
  Result<void> revocationList(X509_CRL* list, std::string_view der) override;
  void privateKey(std::string_view label) override;
  void fault(Error error, bool warning) override;

  /// Where each certificate lies, and the masks of what was not understood. Hands on what is left.
  Result<void> finish();
  const std::map<std::string, ListPlace>& lists() const { return lists_; }
  bool failed() const { return failed_; }

private:
  Result<void> flush();
  Locator blockPlace() const { return {block_.offset, block_.length, {}, block_.line}; }
  void warnOfTimes(const Json& content);
  void addKeys(const std::string& sha256, Json& content) const;
  void addFiles();
  void maskRest();

  const Input& input_;
  const ReadOptions& options_;
  PrivateKeys keys_;
  BatchSink& sink_;
  Batch batch_;
  const InputFile* file_ = nullptr;
  PemBlock block_;
  bool taken_ = false, clean_ = true, failed_ = false;
  std::map<std::string, std::pair<std::set<std::string>, Locator>> files_; ///< by certificate
  std::map<std::string, ListPlace> lists_;                                 ///< by series
  std::vector<std::pair<std::uint64_t, std::uint64_t>> understood_;
};

} // namespace countersign::x509

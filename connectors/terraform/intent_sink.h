// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/batch.h"
#include "connectors/terraform/resource.h"

#include <map>
#include <string>
#include <unordered_map>

namespace countersign::terraform {

/// Stands between the reader and the importer's sink and makes one document of what several resources say of
/// one object: the keys of one user are one document; an attachment that is declared twice is one.
/// Of two different declarations of one object the first is kept and a gap says so.
class IntentSink final : public BatchSink {
public:
  IntentSink(BatchSink& inner, const std::string& file) : inner_(inner), file_(file) {}

  void prepare(Batch&) override {} // done in `take`, when it is known what is left
  Result<void> take(Batch&& batch) override;
  bool cancelled() const override { return inner_.cancelled(); }
  void progress(std::uint64_t bytesRead) override { inner_.progress(bytesRead); }

  /// Hands on what was held back, and `last`.
  Result<void> finish(Batch&& last);
  /// Objects that could not be read, so that the list of them is not complete.
  std::uint64_t lost() const { return lost_; }

private:
  Result<void> pass(Batch&& batch);
  void sift(Batch& batch);
  bool keep(const Document& document, const Locator& where, Batch& batch);
  void hold(Document&& document, const Locator& where);
  void siftObservations(Batch& batch);

  BatchSink& inner_;
  std::string file_;
  std::uint64_t lost_ = 0;
  std::unordered_map<std::string, Digest> seen_;         ///< by kind and uid
  std::unordered_map<std::string, std::string> address_; ///< by kind and uid: the first resource
  struct Held {
    Document document;
    Locator where;
    std::map<std::string, Json> keys; ///< by id
  };
  std::map<std::string, Held> held_; ///< by uid
  std::string lastAddress_;
  bool lastIsFirst_ = true;
};

} // namespace countersign::terraform

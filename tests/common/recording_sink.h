// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/elements.h"

#include <atomic>
#include <string>
#include <vector>

/// Keeps what it is given.
class RecordingSink final : public countersign::BatchSink {
public:
  void prepare(countersign::Batch&) override { ++prepared; }
  countersign::Result<void> take(countersign::Batch&& batch) override {
    ++batches;
    for (auto& document : batch.documents)
      documents.push_back(std::move(document));
    for (auto& gap : batch.gaps)
      gaps.push_back(std::move(gap));
    if (failAfter >= 0 && batches > failAfter)
      return countersign::failure(countersign::ErrorCode::DiskFull, "no space");
    return {};
  }
  bool cancelled() const override { return ++asked > cancelAfter; }
  void progress(std::uint64_t bytes) override { read = bytes; }

  std::vector<std::pair<countersign::Document, countersign::Locator>> documents;
  std::vector<countersign::Gap> gaps;
  std::atomic<int> prepared{0};
  int batches = 0;
  int failAfter = -1;
  mutable std::atomic<long> asked{0};
  long cancelAfter = 1L << 60;
  std::uint64_t read = 0;
};

/// A handler that makes a document of each element: content and pointer.
inline countersign::Result<void> keepAll(const countersign::Element& element,
                                         const simdjson::dom::element& value, countersign::Batch& batch) {
  auto json = countersign::toJson(value);
  if (!json) return tl::unexpected(json.error());
  countersign::Document document;
  document.object.uid = element.pointer;
  document.content = std::move(*json);
  batch.documents.emplace_back(std::move(document), element.where());
  return {};
}

inline countersign::Input inputOf(std::string_view text) {
  countersign::Input input;
  input.name = "export.json";
  input.bytes = text;
  return input;
}

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/input.h"
#include "connectors/importer/gathering.h"
#include "connectors/x509/x509.h"
#include "tests/kubernetes/collect.h"

#include <filesystem>
#include <string>

/// Folders of certificates as the importer gathers them.
namespace countersign::test {

inline const std::string dataFolder = COUNTERSIGN_SOURCE_DIR "/tests/x509/data";

struct ReadFolder : Collected {
  std::string text; ///< all files, one behind the other
  std::size_t refused = 0;
};

inline ReadFolder readFolder(const std::string& path, const ReadOptions& options = {}) {
  ReadFolder out;
  Gathering gathered(path);
  const auto visited = forEachInput(
      path, {}, {},
      [&](const Input& input) -> Result<void> {
        return gathered.takes(input) ? gathered.add(input) : Result<void>{};
      },
      [&](const std::string& file, const Error& error) -> Result<void> {
        gathered.refuse(file, error);
        ++out.refused;
        return {};
      });
  if (!visited) {
    out.error = visited.error();
    return out;
  }
  if (gathered.empty()) return out;
  const Input& input = gathered.finish();
  const auto connector = makeX509Connector();
  const auto facts = connector->survey(input, options);
  CollectSink sink;
  const auto read = facts ? connector->read(input, *facts, options, sink) : Result<ReadResult>{};
  out.text = std::string(input.bytes);
  out.all = std::move(sink.all);
  if (facts) out.facts = *facts;
  if (read) out.parts = read->parts;
  if (!facts || !read) out.error = facts ? read.error() : facts.error();
  return out;
}

/// The certificate with this common name or name.
inline const Json& contentOf(const Collected& got, const std::string& name,
                             const std::string& kind = "x509.certificate") {
  static const Json none;
  for (const auto& [document, where] : got.all.documents)
    if (document.object.kind == kind && document.object.name == name) return document.content;
  return none;
}

inline std::size_t count(const Collected& got, const std::string& kind) {
  return static_cast<std::size_t>(std::count_if(got.all.documents.begin(), got.all.documents.end(),
                                                [&](const auto& d) { return d.first.object.kind == kind; }));
}

inline std::string everythingOf(const Collected& got) {
  std::string out;
  for (const std::string& document : got.canonical())
    out += document + '\n';
  for (const Observation& o : got.all.observations)
    out += o.name + *canonicalJson(o.value) + '\n';
  for (const Gap& gap : got.all.gaps)
    out += gap.error.text() + gap.error.place.excerpt + '\n';
  return out;
}

} // namespace countersign::test

// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/private_keys.h"

#include "connectors/x509/certificate.h"
#include "connectors/x509/contents.h"
#include "connectors/x509/look.h"

#include <algorithm>
#include <array>

namespace countersign::x509 {
namespace {

/// The certificates and key labels of one file.
class Names final : public Holdings {
public:
  Result<void> certificate(X509*, std::string_view der) override {
    certificates.push_back(fingerprint(der));
    return {};
  }
  Result<void> revocationList(X509_CRL*, std::string_view) override { return {}; }
  void privateKey(std::string_view label) override { keys.emplace(label); }
  void fault(Error, bool) override {} // whoever reads the file says it

  std::vector<std::string> certificates;
  std::set<std::string> keys;
};

/// What a look at the labels says of a file.
struct FileKeys {
  std::set<std::string> labels;
  bool container = false; ///< it may hold keys without a label of their own
};

std::string_view textOf(const Input& input, const InputFile& file) {
  return input.bytes.substr(file.offset, file.length);
}

FileKeys labelsOf(std::string_view text) {
  FileKeys out;
  PemScanner blocks(text);
  while (const auto block = blocks.next()) {
    const BlockKind kind = blockKind(block->label);
    if (kind == BlockKind::PrivateKey) out.labels.emplace(block->label);
    out.container = out.container || kind == BlockKind::Binary || kind == BlockKind::Pkcs12;
  }
  return out;
}

Result<Names> namesOf(std::string_view text) {
  Names out;
  PemScanner blocks(text);
  while (const auto block = blocks.next())
    COUNTERSIGN_TRY(readBlock(*block, out));
  return out;
}

} // namespace

std::string stemOf(std::string_view name) {
  constexpr std::array<std::string_view, 6> kinds{"key", "cert", "crt", "privkey", "fullchain", "bundle"};
  const auto slash = name.rfind('/');
  const std::string folder(slash == std::string_view::npos ? "" : name.substr(0, slash + 1));
  std::string_view base = slash == std::string_view::npos ? name : name.substr(slash + 1);
  base = base.substr(0, base.rfind('.'));
  if (std::find(kinds.begin(), kinds.end(), base) != kinds.end()) return folder;
  const auto cut = base.find_last_of("-_.");
  if (cut != std::string_view::npos && cut > 0 &&
      std::find(kinds.begin(), kinds.end(), base.substr(cut + 1)) != kinds.end())
    base = base.substr(0, cut);
  return folder + std::string(base);
}

Result<PrivateKeys> findPrivateKeys(const Input& input, const std::vector<InputFile>& files,
                                    const BatchSink& sink) {
  std::vector<FileKeys> looks;
  std::map<std::string, std::set<std::string>> byStem;
  for (const InputFile& file : files) {
    if (sink.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    looks.push_back(labelsOf(textOf(input, file)));
    if (const auto& labels = looks.back().labels; !labels.empty())
      byStem[stemOf(file.name)].insert(labels.begin(), labels.end());
  }
  PrivateKeys out;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (sink.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    const auto beside = byStem.find(stemOf(files[i].name));
    if (beside == byStem.end() && !looks[i].container) continue;
    COUNTERSIGN_ASSIGN(const Names names, namesOf(textOf(input, files[i])));
    for (const std::string& certificate : names.certificates) {
      for (const std::string& label : names.keys)
        out[certificate].emplace(label, "same file");
      if (beside != byStem.end())
        for (const std::string& label : beside->second)
          if (!names.keys.contains(label)) out[certificate].emplace(label, "file of the same name");
    }
  }
  return out;
}

} // namespace countersign::x509

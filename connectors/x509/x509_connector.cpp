// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/folder_reader.h"
#include "connectors/x509/look.h"
#include "connectors/x509/x509.h"

#include <filesystem>

namespace countersign {
namespace {

namespace fs = std::filesystem;

/// "certs" for the folder /srv/certs, for a file in it, and for certs.zip.
std::string folderName(const Input& input) {
  std::error_code unknown;
  fs::path path = fs::absolute(input.name.substr(0, input.name.find("!/")), unknown).lexically_normal();
  if (unknown) return {};
  if (!path.has_filename()) path = path.parent_path();
  if (input.files.empty()) return path.parent_path().filename().string();
  if (!fs::is_directory(path, unknown))
    while (path.has_extension() && path.has_stem())
      path = path.parent_path() / path.stem();
  return path.filename().string();
}

class X509Connector final : public Connector {
public:
  std::string_view id() const override { return "x509.folder"; }
  std::string_view title() const override { return "Folder of X.509 certificates"; }
  std::string_view exportCommand() const override {
    return "cp -r --preserve=timestamps /etc/ssl/services certificates (with index.txt of the CA and its "
           "CRLs; "
           "leave private keys behind)";
  }
  bool gathers() const override { return true; }
  bool expects(std::string_view name) const override { return x509::certificateName(name); }

  Match recognises(std::string_view head) const override {
    return x509::fileKind(head) == x509::FileKind::Other ? Match::No : Match::Yes;
  }

  Result<Facts> survey(const Input& input, const ReadOptions& options) const override {
    Facts facts;
    facts.system = "x509";
    facts.scopeTitle = "folder";
    facts.scope = options.scope;
    if (const std::string folder = folderName(input); !facts.scope && !folder.empty()) facts.scope = folder;
    return facts;
  }

  Result<ReadResult> read(const Input& input, const Facts&, const ReadOptions& options,
                          BatchSink& sink) const override {
    return x509::readFolder(input, options, sink);
  }
};

} // namespace

std::unique_ptr<Connector> makeX509Connector() {
  return std::make_unique<X509Connector>();
}

std::vector<std::unique_ptr<Connector>> x509Connectors() {
  std::vector<std::unique_ptr<Connector>> out;
  out.push_back(makeX509Connector());
  return out;
}

} // namespace countersign

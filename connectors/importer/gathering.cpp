// SPDX-License-Identifier: Apache-2.0
#include "connectors/importer/gathering.h"

#include "connectors/importer/registry.h"
#include "models/identity/digest.h"

#include <algorithm>
#include <filesystem>

namespace countersign {
namespace {

constexpr std::size_t mostBytes = 256U << 20;

const Connector* gatherer() {
  const auto& all = allConnectors();
  const auto found = std::find_if(all.begin(), all.end(), [](const Connector* c) { return c->gathers(); });
  return found == all.end() ? nullptr : *found;
}

} // namespace

Gathering::Gathering(std::string path) : connector_(gatherer()), path_(std::move(path)) {
  input_.name = path_;
}

/// "a/b.pem" for "certs/a/b.pem" and for "certs.zip!/a/b.pem".
std::string Gathering::inside(const std::string& name) const {
  std::string_view rest(name);
  if (rest.starts_with(path_)) rest.remove_prefix(path_.size());
  rest.remove_prefix(std::min(rest.find_first_not_of("!/"), rest.size()));
  return rest.empty() ? name : std::string(rest);
}

bool Gathering::takes(const Input& input) const {
  std::error_code unknown;
  const bool one = input.name == path_ || !(input.name.find("!/") != std::string::npos ||
                                            std::filesystem::is_directory(path_, unknown));
  if (one || connector_ == nullptr) return false;
  const Connector* reader = recognise(input);
  return reader == connector_ || (reader == nullptr && connector_->expects(input.name));
}

Result<void> Gathering::add(const Input& input) {
  if (input.bytes.size() > mostBytes - std::min(mostBytes, text_.size())) {
    Error error{ErrorCode::Limit,
                "the files that are read together are larger than 256 MiB",
                "Import the folder in parts, each with a --scope of its own",
                {}};
    error.place.file = input.name;
    refuse(input.name, error);
    return failure(std::move(error));
  }
  InputFile file;
  file.name = inside(input.name);
  file.shown = input.name;
  file.offset = text_.size();
  file.length = input.bytes.size();
  text_ += input.bytes;
  input_.files.push_back(std::move(file));
  input_.truncatedInput = input_.truncatedInput || input.truncatedInput;
  if (input.fileTime) input_.fileTime = std::max(input_.fileTime.value_or(*input.fileTime), *input.fileTime);
  return {};
}

void Gathering::refuse(const std::string& file, const Error& error) {
  if (connector_ == nullptr || file == path_ || !connector_->expects(file)) return;
  InputFile missing;
  missing.name = inside(file);
  missing.shown = file;
  missing.offset = text_.size();
  missing.unread = error;
  input_.files.push_back(std::move(missing));
}

const Input& Gathering::finish() {
  Sha256 names;
  for (const InputFile& file : input_.files)
    names.add(file.name + '\0' + std::to_string(file.length) + '\0');
  names.add(text_);
  input_.rawSha256 = names.finish().hex();
  input_.rawSize = text_.size();
  input_.bytes = text_;
  input_.gatheredBy = connector_->id();
  return input_;
}

} // namespace countersign

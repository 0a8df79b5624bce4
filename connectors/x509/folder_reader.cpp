// SPDX-License-Identifier: Apache-2.0
#include "connectors/x509/folder_reader.h"

#include "connectors/x509/emission.h"
#include "connectors/x509/look.h"
#include "connectors/x509/register.h"
#include "connectors/x509/revocations.h"

namespace countersign::x509 {
namespace {

constexpr std::size_t headBytes = 64U << 10;

/// The files, or the one that is there.
std::vector<InputFile> filesOf(const Input& input) {
  if (!input.files.empty()) return input.files;
  InputFile one;
  one.name = input.name.substr(input.name.rfind('/') + 1);
  one.shown = input.name;
  one.length = input.bytes.size();
  return {std::move(one)};
}

Result<void> readRows(std::string_view text, const InputFile& file, Emission& emission) {
  if (file.name.ends_with(".old")) {
    emission.gap({ErrorCode::Unsupported,
                  "a register as it was before the last change is not read",
                  "Nothing has to be done where the register itself is beside it",
                  {}},
                 {}, true);
    return {};
  }
  return readRegister(text, file.name, [&](RegisterRow row) -> Result<void> {
    if (row.document) {
      emission.understood(row.where);
      return emission.add(std::move(*row.document), row.where);
    }
    emission.gap(std::move(row.document).error(), row.where, false);
    return {};
  });
}

Result<void> readBlocks(std::string_view text, Emission& emission) {
  PemScanner blocks(text);
  while (const auto block = blocks.next())
    COUNTERSIGN_TRY(emission.read(*block));
  return {};
}

Result<void> readFile(const Input& input, const InputFile& file, Emission& emission) {
  emission.enter(file);
  if (file.unread) {
    emission.gap(*file.unread, {}, false);
    return {};
  }
  const std::string_view text = input.bytes.substr(file.offset, file.length);
  switch (fileKind(text.substr(0, headBytes))) {
  case FileKind::Pem:
    return readBlocks(text, emission);
  case FileKind::Register:
    return readRows(text, file, emission);
  case FileKind::RegisterAttributes:
    return {};
  case FileKind::Other:
    break;
  }
  emission.gap({ErrorCode::Unrecognised,
                "neither certificate, nor revocation list, nor register",
                "Export it again as PEM or DER, or leave it out",
                {}},
               {}, false);
  return {};
}

PartState stateOf(const Input& input, bool failed) {
  std::string why;
  if (input.files.empty())
    why = "one file does not say which others there are; import its folder";
  else if (failed)
    why = "a file or an entry could not be read";
  const bool complete = why.empty();
  return {certificatesPart, complete, std::move(why)};
}

} // namespace

Result<ReadResult> readFolder(const Input& input, const ReadOptions& options, BatchSink& sink) {
  const std::vector<InputFile> files = filesOf(input);
  COUNTERSIGN_ASSIGN(PrivateKeys keys, findPrivateKeys(input, files, sink));
  Emission emission(input, options, std::move(keys), sink);
  for (const InputFile& file : files) {
    if (sink.cancelled()) return failure(ErrorCode::Cancelled, "reading was cancelled");
    COUNTERSIGN_TRY(readFile(input, file, emission));
  }
  COUNTERSIGN_TRY(emitRevocations(emission));
  COUNTERSIGN_TRY(emission.finish());
  return ReadResult{{stateOf(input, emission.failed())}};
}

} // namespace countersign::x509

// SPDX-License-Identifier: Apache-2.0
// links: countersign_connector_common
#include "connectors/common/archive_reader.h"
#include "connectors/common/text_decoding.h"
#include "models/identity/json.h"

#include <cstdint>
#include <cstdlib>

/// Decoding and unpacking end within the limits, and never give paths that lead out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ImportLimits limits;
  limits.maxFileBytes = 4U << 20;
  limits.maxArchiveBytes = 8U << 20;
  limits.maxArchiveMembers = 50;
  if (const auto text = decodeText(bytes)) {
    const std::string_view view = text->view();
    if (text->isConverted && !validUtf8(view)) std::abort();
  }
  if (packingOf(bytes) == Packing::None) return 0;
  std::uint64_t total = 0;
  const auto visit = [&](const ArchiveMember& member) -> Result<void> {
    total += member.bytes.view().size();
    if (member.bytes.view().size() > limits.maxFileBytes || member.name.find("../") == 0 ||
        member.name[0] == '/')
      std::abort();
    (void)decodeText(member.bytes.view());
    return {};
  };
  (void)forEachMember("x", bytes, limits, {}, visit,
                      [](const std::string&, const Error&) -> Result<void> { return {}; });
  if (total > limits.maxArchiveBytes + limits.maxFileBytes) std::abort();
  return 0;
}

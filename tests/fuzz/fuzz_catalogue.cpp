// SPDX-License-Identifier: Apache-2.0
#include "models/access/catalogue_file.h"
#include "models/access/pattern.h"

#include <cstdint>
#include <cstdlib>

using namespace countersign;

/// A catalogue is read or refused; a pattern does what each action does that it matches. The same bytes are
/// asked for as a pattern of the catalogues of the program.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (size > (1U << 16)) return 0;
  if (const auto file = catalogue::read(bytes)) {
    const std::string pattern = file->entries.empty() ? "a*" : std::string(file->entries.back().key) + '*';
    catalogue::effects(*file, pattern);
    catalogue::effectsOfAllBut(*file, {pattern});
    catalogue::sentence(*file, pattern);
    catalogue::role(*file, pattern);
  }
  const std::string pattern = catalogue::lowerCase(bytes.substr(0, 300));
  for (const char* system : {"aws", "kubernetes", "vault"}) {
    const Effects together = effectsOf(system, pattern);
    if (together.flags == 0 && !together.unknown && catalogue::isPattern(pattern) && system[0] == 'a')
      std::abort();
    if (system[0] == 'a' && matches(pattern, "s3:getobject") && !together.has(Effects::Read)) std::abort();
  }
  return 0;
}

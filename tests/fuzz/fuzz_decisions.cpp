// SPDX-License-Identifier: Apache-2.0
#include "connectors/decisions/decisions.h"
#include "fuzz_connector_run.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  countersign::fuzz::run(countersign::runtimeDecisions(),
                         std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}

// SPDX-License-Identifier: Apache-2.0
#include "connectors/neutral/neutral.h"
#include "fuzz_connector_run.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto connector = countersign::makeChangeListConnector();
  countersign::fuzz::run(*connector, std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}

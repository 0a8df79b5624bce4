// SPDX-License-Identifier: Apache-2.0
// links: countersign_connector_x509 countersign_connector_common
#include "connectors/common/text_decoding.h"
#include "connectors/x509/x509.h"
#include "fuzz_connector_run.h"

/// A file as it lies on disk (PEM, DER, a register), and the same as the second file of a folder.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace countersign;
  static const auto connector = makeX509Connector();
  const auto decoded = decodeText({reinterpret_cast<const char*>(data), size});
  if (!decoded) return 0;
  fuzz::run(*connector, decoded->view());
  const std::string text = "unique_subject = yes\n" + std::string(decoded->view());
  Input input;
  input.name = "folder";
  input.bytes = text;
  input.files = {{"index.txt.attr", "folder/index.txt.attr", 0, 21, {}},
                 {"a/tls.pem", "folder/a/tls.pem", 21, text.size() - 21, {}}};
  fuzz::CheckingSink sink(text.size());
  (void)connector->read(input, {}, {}, sink);
  return 0;
}

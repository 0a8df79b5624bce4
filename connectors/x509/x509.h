// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <memory>
#include <vector>

namespace countersign {

/// Certificates (PEM, DER, PKCS#7, the certificates of PKCS#12), revocation lists and the registers of
/// 'openssl ca' (index.txt). The files of a folder are one input (docs/formats/documents.md).
std::unique_ptr<Connector> makeX509Connector();

/// All connectors for X.509.
std::vector<std::unique_ptr<Connector>> x509Connectors();

} // namespace countersign

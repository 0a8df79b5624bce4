// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/common/connector.h"

#include <map>
#include <set>
#include <string>
#include <utility>

namespace countersign::x509 {

/// Which certificates have a private key in the same file or in one of the same name: label and place, by the
/// certificate's SHA-256. Keys are known by their labels alone, so nobody can say which certificate of a file
/// one belongs to.
using PrivateKeys = std::map<std::string, std::set<std::pair<std::string, std::string>>>;

/// Error: Cancelled.
Result<PrivateKeys> findPrivateKeys(const Input& input, const std::vector<InputFile>& files,
                                    const BatchSink& sink);

/// "certs/tls-key.pem" and "certs/tls.crt" are of one name: "certs/tls".
std::string stemOf(std::string_view name);

} // namespace countersign::x509

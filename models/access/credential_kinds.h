// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/access only: credentials of each kind of document.

#include "models/access/credential.h"

namespace countersign::credentials {

std::vector<Credential> awsAccessKeys(const Document& document);
std::vector<Credential> awsReportRow(const Document& document);
std::vector<Credential> awsSecret(const Document& document);
std::vector<Credential> azure(const Document& document);
std::vector<Credential> gcpKeys(const Document& document);
std::vector<Credential> vaultToken(const Document& document);
std::vector<Credential> vaultSecretId(const Document& document);
std::vector<Credential> postgresqlPassword(const Document& document);
std::vector<Credential> certificate(const Document& document);

/// The time that a member of this name says, RFC 3339; nullopt where it says none.
std::optional<Instant> timeIn(const Json& value, const char* member);

} // namespace countersign::credentials

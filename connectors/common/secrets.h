// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/identity/document.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Values that must never be kept: passwords, private keys, tokens. The search works on any text (JSON, YAML,
/// CSV, HCL) and errs on the side of finding too much where a member is named like a secret; ids such as
/// AKIA…, ARNs and digests are none.
namespace countersign {

/// The spans of secret values in `text`, in order and without overlap; `baseOffset` is added to each.
std::vector<Locator> findSecrets(std::string_view text, std::uint64_t baseOffset);

/// Overwrites the parts of the spans that lie inside `bytes` by '*'. `base` is the offset of `bytes[0]`.
void maskSpans(char* bytes, std::size_t size, std::uint64_t base, const std::vector<Locator>& spans);

/// At most 120 bytes of `text` around `byte`, whole characters only, secrets masked and control characters as
/// spaces: what an error shows.
std::string excerptAround(std::string_view text, std::uint64_t byte);

/// True for names of members whose value is a secret ("SecretAccessKey", "client_secret"), false for names
/// that only speak of one ("secretName", "token_ttl").
bool isSecretName(std::string_view name);

} // namespace countersign

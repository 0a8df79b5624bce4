// SPDX-License-Identifier: Apache-2.0
#include "connectors/common/secrets.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace countersign {
namespace {

constexpr std::size_t longestName = 80;

/// Lower case, letters and digits only.
std::string_view normalised(std::string_view name, std::array<char, longestName>& buffer) {
  std::size_t n = 0;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z')
      buffer[n++] = static_cast<char>(c - 'A' + 'a');
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      buffer[n++] = c;
  }
  return {buffer.data(), n};
}

template <std::size_t N>
bool isOneOf(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// Words that make a name a secret's, together with what may follow them.
constexpr std::array<std::string_view, 9> bases{"secret",     "password",   "passwd",
                                                "passphrase", "privatekey", "apikey",
                                                "token",      "credential", "connectionstring"};
constexpr std::array<std::string_view, 33> tails{
    "",         "key",     "accesskey", "value", "data",    "string", "hash", "plaintext", "plain",
    "b64",      "base64",  "hex",       "pem",   "text",    "v4",     "old",  "new",       "current",
    "previous", "primary", "secondary", "pkcs8", "der",     "json",   "jwt",  "raw",       "keyvalue",
    "openssh",  "1",       "2",         "wo",    "content", "armored"};
/// Names that end in a word above and hold none: marks of paging and idempotency, references, switches.
constexpr std::array<std::string_view, 24> innocent{"nexttoken",
                                                    "nextpagetoken",
                                                    "pagetoken",
                                                    "paginationtoken",
                                                    "continuationtoken",
                                                    "continuetoken",
                                                    "synctoken",
                                                    "nextsynctoken",
                                                    "clienttoken",
                                                    "clientrequesttoken",
                                                    "requesttoken",
                                                    "changetoken",
                                                    "automountserviceaccounttoken",
                                                    "serviceaccounttoken",
                                                    "locktoken",
                                                    "idempotencytoken",
                                                    "cancellationtoken",
                                                    "imagepullsecret",
                                                    "initialpasswordtoken",
                                                    "startingtoken",
                                                    "truncationtoken",
                                                    "nextforwardtoken",
                                                    "nextbackwardtoken",
                                                    "httptokens"};
/// Names that hold a secret only when they are just these words, or end in them.
constexpr std::array<std::string_view, 22> endings{
    "accountkey", "sharedaccesskey", "primarykey", "secondarykey",   "primaryaccesskey", "secondaryaccesskey",
    "masterkey",  "signingkey",      "tlskey",     "clientkeydata",  "clientkey",        "hmackey",
    "unsealkey",  "recoverykey",     "storagekey", "sasurl",         "sasuri",           "dockerconfigjson",
    "dockercfg",  "dbpwd",           "userpwd",    "privatekeypkcs8"};
constexpr std::array<std::string_view, 3> exactly{"pwd", "pass", "sshprivatekey"};

bool endsWith(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

/// Offset behind the last base word in `text`, npos where there is none.
std::size_t behindBase(std::string_view text) {
  for (std::size_t at = text.size(); at-- > 0;) {
    const char c = text[at];
    if (c != 's' && c != 'p' && c != 'a' && c != 't' && c != 'c') continue;
    for (const std::string_view base : bases)
      if (base[0] == c && text.substr(at, base.size()) == base) return at + base.size();
  }
  return std::string_view::npos;
}

bool decide(std::string_view name) {
  std::array<char, longestName> buffer;
  const std::string_view text = normalised(name, buffer);
  if (text.size() < 3) return false;
  // All endings are of these.
  const bool mayEnd = endsWith(text, "key") || endsWith(text, "url") || endsWith(text, "uri") ||
                      endsWith(text, "pwd") || endsWith(text, "json") || endsWith(text, "cfg") ||
                      endsWith(text, "data") || endsWith(text, "pkcs8");
  if (mayEnd &&
      std::any_of(endings.begin(), endings.end(), [&](std::string_view e) { return endsWith(text, e); }))
    return true;
  if (isOneOf(text, exactly)) return true;
  const std::size_t behind = behindBase(text);
  return behind != std::string_view::npos && isOneOf(text.substr(behind), tails) && !isOneOf(text, innocent);
}

/// Exports repeat the same few names over and over: what was decided lately.
struct Decided {
  std::array<char, 32> name{};
  std::size_t size = 0;
  bool secret = false;
};
constexpr std::size_t remembered = 512;

std::size_t slotOf(std::string_view name) {
  std::uint64_t first = 0, last = 0;
  const std::size_t n = std::min(name.size(), sizeof first);
  std::memcpy(&first, name.data(), n);
  std::memcpy(&last, name.data() + name.size() - n, n);
  const std::uint64_t mixed = (first ^ last * 31 ^ name.size()) * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed >> 55); // 9 bits
}

} // namespace

bool isSecretName(std::string_view name) {
  if (name.size() < 3 || name.size() > longestName) return false;
  if (name.size() > sizeof(Decided::name)) return decide(name);
  thread_local std::array<Decided, remembered> cache;
  Decided& slot = cache[slotOf(name)];
  if (slot.size != name.size() || std::memcmp(slot.name.data(), name.data(), name.size()) != 0) {
    slot.secret = decide(name);
    slot.size = name.size();
    std::memcpy(slot.name.data(), name.data(), name.size());
  }
  return slot.secret;
}

} // namespace countersign

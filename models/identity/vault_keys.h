// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys of Vault and OpenBao objects (models/identity/keys.h says what keys are). `cluster` is the source's
/// scope: a cluster, with "/namespace" behind it where the export is of a namespace.
namespace countersign::keys {

/// "vault-entity:<id>" and "vault-group:<id>": UUIDs, never given twice.
inline std::string vaultEntity(std::string_view id) {
  return "vault-entity:" + std::string(id);
}
inline std::string vaultGroup(std::string_view id) {
  return "vault-group:" + std::string(id);
}
/// "vault-accessor:<cluster>/<accessor>": a token that is not a batch token.
inline std::string vaultAccessor(std::string_view cluster, std::string_view accessor) {
  return "vault-accessor:" + std::string(cluster) + '/' + std::string(accessor);
}
/// "vault-role:<cluster>/<mount>/role/<name>"; `path` is that of the API behind "auth/".
inline std::string vaultRole(std::string_view cluster, std::string_view path) {
  return "vault-role:" + std::string(cluster) + '/' + std::string(path);
}
/// "vault-alias:<cluster>/<mount>/<name>": what an auth mount calls whoever logs in.
inline std::string vaultAlias(std::string_view cluster, std::string_view mount, std::string_view name) {
  return "vault-alias:" + std::string(cluster) + '/' + std::string(mount) + '/' + std::string(name);
}
inline std::string vaultPolicy(std::string_view cluster, std::string_view name) {
  return "vault-policy:" + std::string(cluster) + '/' + std::string(name);
}
/// "vault-mount:<cluster>/auth/<mount>" or "…/<mount>".
inline std::string vaultMount(std::string_view cluster, std::string_view path) {
  return "vault-mount:" + std::string(cluster) + '/' + std::string(path);
}
/// "vault-list:<cluster>/<path>": the names that the server listed there.
inline std::string vaultList(std::string_view cluster, std::string_view path) {
  return "vault-list:" + std::string(cluster) + '/' + std::string(path);
}
/// "vault-server:<cluster>": its version.
inline std::string vaultServer(std::string_view cluster) {
  return "vault-server:" + std::string(cluster);
}

} // namespace countersign::keys

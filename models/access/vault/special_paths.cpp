// SPDX-License-Identifier: Apache-2.0
#include "models/access/vault/special_paths.h"

#include <algorithm>
#include <array>

namespace countersign::vault {
namespace {

/// Exact paths, or with `*` at the end all that begin so.
constexpr std::array rootProtected{std::string_view("sys/auth/*"),
                                   std::string_view("sys/remount"),
                                   std::string_view("sys/audit"),
                                   std::string_view("sys/audit/*"),
                                   std::string_view("sys/raw"),
                                   std::string_view("sys/raw/*"),
                                   std::string_view("sys/rotate"),
                                   std::string_view("sys/seal"),
                                   std::string_view("sys/step-down"),
                                   std::string_view("sys/config/cors"),
                                   std::string_view("sys/config/auditing/*"),
                                   std::string_view("sys/config/ui/headers/*"),
                                   std::string_view("sys/plugins/catalog/*"),
                                   std::string_view("sys/revoke-prefix/*"),
                                   std::string_view("sys/revoke-force/*"),
                                   std::string_view("sys/leases/revoke-prefix/*"),
                                   std::string_view("sys/leases/revoke-force/*"),
                                   std::string_view("sys/leases/lookup/*"),
                                   std::string_view("auth/token/revoke-orphan/*"),
                                   std::string_view("auth/token/accessors*")};
constexpr std::array rootProtectedVault{
    std::string_view("sys/replication/primary/secondary-token"),
    std::string_view("sys/replication/performance/primary/secondary-token"),
    std::string_view("sys/replication/dr/primary/secondary-token"),
    std::string_view("sys/replication/reindex"),
    std::string_view("sys/replication/dr/reindex"),
    std::string_view("sys/replication/performance/reindex"),
    std::string_view("sys/storage/raft/snapshot-auto/config/*")};
constexpr std::array rootProtectedOpenBao{std::string_view("sys/rotate/keyring"),
                                          std::string_view("sys/rotate/root"), std::string_view("sys/leases"),
                                          std::string_view("sys/internal/inspect/*")};
constexpr std::array open{std::string_view("sys/wrapping/lookup"),
                          std::string_view("sys/wrapping/pubkey"),
                          std::string_view("sys/internal/specs/openapi"),
                          std::string_view("sys/internal/ui/mounts*"),
                          std::string_view("sys/internal/ui/namespaces"),
                          std::string_view("sys/storage/raft/bootstrap/challenge"),
                          std::string_view("sys/storage/raft/bootstrap/answer"),
                          std::string_view("sys/init"),
                          std::string_view("sys/seal-status"),
                          std::string_view("sys/unseal"),
                          std::string_view("sys/leader"),
                          std::string_view("sys/health")};

template <class Paths>
bool listed(const Paths& paths, std::string_view path) {
  return std::any_of(paths.begin(), paths.end(), [path](std::string_view one) {
    return one.ends_with('*') ? path.starts_with(one.substr(0, one.size() - 1)) : path == one;
  });
}

bool isLogin(std::string_view path) {
  return path.starts_with("auth/") && !path.starts_with("auth/token/") &&
         (path.ends_with("/login") || path.find("/login/") != std::string_view::npos);
}

} // namespace

PathProtection pathProtection(std::string_view path, const Engine& engine) {
  while (path.starts_with('/'))
    path.remove_prefix(1);
  const bool own = engine.product == Product::Vault ? listed(rootProtectedVault, path)
                                                    : listed(rootProtectedOpenBao, path);
  if (own || listed(rootProtected, path)) return PathProtection::Sudo;
  if (listed(open, path)) return PathProtection::Open;
  if (isLogin(path)) return PathProtection::OpenLogin;
  const bool system = path.starts_with("sys/") || path.starts_with("auth/");
  if (!system && (path.ends_with("/root") || path.ends_with("/root/sign-self-issued")))
    return PathProtection::SudoIfPki;
  return PathProtection::None;
}

} // namespace countersign::vault

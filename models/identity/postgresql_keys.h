// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

/// Keys of PostgreSQL objects (models/identity/keys.h says what keys are). The source's scope is the cluster,
/// with "/database" behind it for what lies in one database.
namespace countersign::keys {

/// The cluster of a scope: what stands before the first slash.
inline std::string pgCluster(std::string_view scope) {
  return std::string(scope.substr(0, scope.find('/')));
}
/// "pg-oid:<cluster>/<oid>": of a role; not given again but after four thousand million others.
inline std::string pgOid(std::string_view cluster, std::string_view oid) {
  return "pg-oid:" + std::string(cluster) + '/' + std::string(oid);
}
inline std::string pgRole(std::string_view cluster, std::string_view name) {
  return "pg-role:" + std::string(cluster) + '/' + std::string(name);
}
/// "pg-member:<cluster>/<role>": the memberships that a role has in others.
inline std::string pgMember(std::string_view cluster, std::string_view name) {
  return "pg-member:" + std::string(cluster) + '/' + std::string(name);
}
/// "pg-holder:<cluster>/<role>": objects that a role owns or that have an ACL entry for it.
inline std::string pgHolder(std::string_view cluster, std::string_view name) {
  return "pg-holder:" + std::string(cluster) + '/' + std::string(name);
}
/// "pg-public:<cluster>": objects on which PUBLIC has a privilege.
inline std::string pgPublic(std::string_view cluster) {
  return "pg-public:" + std::string(cluster);
}
/// "pg-objects:<cluster>/<kind>": all objects of a kind, for roles such as pg_read_all_data.
inline std::string pgObjects(std::string_view cluster, std::string_view kind) {
  return "pg-objects:" + std::string(cluster) + '/' + std::string(kind);
}
/// "pg-object:<scope> <kind> <name as SQL writes it>".
inline std::string pgObject(std::string_view scope, std::string_view kind, std::string_view name) {
  return "pg-object:" + std::string(scope) + ' ' + std::string(kind) + ' ' + std::string(name);
}
/// "pg-database:<cluster>": all databases.
inline std::string pgDatabases(std::string_view cluster) {
  return "pg-database:" + std::string(cluster);
}

} // namespace countersign::keys

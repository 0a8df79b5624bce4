// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// Small exports, one of each form.
namespace countersign::test {

inline const std::string policy =
    R"({"bindings":[{"role":"roles/b","members":["user:role@example.org","allUsers"]},
  {"role":"roles/a","members":["serviceAccount:a@p-x.iam.gserviceaccount.com"],
   "condition":{"title":"t","expression":"true"}}],"etag":"BwY=","version":3})";
inline const std::string asset =
    R"({"name":"//storage.googleapis.com/projects/_/buckets/b","asset_type":"storage.googleapis.com/Bucket",
  "iam_policy":{"bindings":[{"role":"roles/a","members":["allUsers"]}],"etag":"x"},
  "ancestors":["projects/11","folders/2","organizations/1"],"update_time":"2026-11-20T00:00:00Z"})";
inline const std::string account =
    R"({"name":"projects/p-x/serviceAccounts/a@p-x.iam.gserviceaccount.com","projectId":"p-x",
  "uniqueId":"1234","email":"A@p-x.iam.gserviceaccount.com","oauth2ClientId":"1234","etag":"x","disabled":true})";
inline const std::string key =
    R"({"name":"projects/p-x/serviceAccounts/a@p-x.iam.gserviceaccount.com/keys/k1",
  "keyAlgorithm":"KEY_ALG_RSA_2048","keyType":"USER_MANAGED","keyOrigin":"GOOGLE_PROVIDED",
  "validAfterTime":"2026-01-01T00:00:00Z","validBeforeTime":"9999-12-31T23:59:59Z",
  "privateKeyData":"CANARYCANARYCANARYCANARY"})";
inline const std::string denial =
    R"({"name":"policies/cloudresourcemanager.googleapis.com%2Ffolders%2F2/denypolicies/d",
  "uid":"u-1","kind":"DenyPolicy","rules":[{"denyRule":{"deniedPrincipals":["principalSet://goog/public:all"],
  "deniedPermissions":["iam.googleapis.com/roles.create"],"somethingNew":{"x":1}}}]})";

} // namespace countersign::test

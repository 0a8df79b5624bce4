// SPDX-License-Identifier: Apache-2.0
#include "tests/exports/exports.h"

namespace countersign::test {

QByteArray accountDetails(const QByteArray& actions) {
  return R"json({
  "UserDetailList": [], "GroupDetailList": [], "Policies": [],
  "RoleDetailList": [
    {"Path": "/", "RoleName": "backup-writer", "RoleId": "AROAEXAMPLEBACKUP0001",
     "Arn": "arn:aws:iam::111122223333:role/backup-writer", "CreateDate": "2025-01-07T09:00:00+00:00",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "InstanceProfileList": [], "AttachedManagedPolicies": [],
     "RolePolicyList": [{"PolicyName": "BackupWrite", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
       {"Sid": "Write", "Effect": "Allow", "Action": [)json" +
         actions + R"json(], "Resource": "arn:aws:s3:::backups-prod/*"}]}}],
     "Tags": [{"Key": "owner", "Value": "Platform Storage"}], "RoleLastUsed": {}},
    {"Path": "/", "RoleName": "ci-admin", "RoleId": "AROAEXAMPLECIADMIN001",
     "Arn": "arn:aws:iam::111122223333:role/ci-admin", "CreateDate": "2024-03-01T09:00:00+00:00",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "InstanceProfileList": [], "AttachedManagedPolicies": [],
     "RolePolicyList": [{"PolicyName": "All", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "*", "Resource": "*"}]}}],
     "Tags": [{"Key": "owner", "Value": "Build"}], "RoleLastUsed": {}}
  ],
  "IsTruncated": false
}
)json";
}

QByteArray clusterObjects() {
  return R"json({"apiVersion": "v1", "kind": "List", "metadata": {"resourceVersion": ""}, "items": [
  {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "settle", "namespace": "payments",
   "uid": "0b9f3a60-52f2-4a68-9d3e-000000000001", "creationTimestamp": "2025-02-01T08:00:00Z",
   "annotations": {"owner": "Payments"}}},
  {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "settle", "namespace": "payments",
   "uid": "0b9f3a60-52f2-4a68-9d3e-000000000002"},
   "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get", "list"]}]},
  {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "settle",
   "namespace": "payments", "uid": "0b9f3a60-52f2-4a68-9d3e-000000000003"},
   "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "settle"},
   "subjects": [{"kind": "ServiceAccount", "name": "settle", "namespace": "payments"}]}
]}
)json";
}

} // namespace countersign::test

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

/// Small hand-written exports of an account and a cluster.
namespace countersign::test {

/// `aws iam get-account-authorization-details` with the role backup-writer, whose inline policy allows
/// `actions`, and the role ci-admin, which may do everything.
QByteArray accountDetails(const QByteArray& actions = "\"s3:PutObject\"");
/// `kubectl get serviceaccounts,roles,rolebindings -A -o json` with the account payments/settle.
QByteArray clusterObjects();

} // namespace countersign::test

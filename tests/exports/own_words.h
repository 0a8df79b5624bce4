// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

/// A cluster, and what it said of the account payments/settle itself.
namespace countersign::test {

/// The groups that a service account of namespace payments always has, as elements of a list.
inline const QByteArray usualGroups =
    "\"system:serviceaccounts\",\"system:serviceaccounts:payments\",\"system:authenticated\"";

/// The account may do `verbs` with config maps; of what is bound in namespace "ghost" the role is not there.
QByteArray cluster(const QByteArray& verbs);
/// The binding of the account in a namespace, as it stands in `cluster`.
QByteArray binding(const QByteArray& ns, const QByteArray& role);
/// A SubjectAccessReview with its answer.
QByteArray said(const QByteArray& verb, const QByteArray& resource, const QByteArray& ns, bool allowed,
                const QByteArray& groups = usualGroups);
/// An event of the audit log about config maps with the authorizer's decision.
QByteArray auditEvent(const QByteArray& id, const QByteArray& verb, const QByteArray& decision,
                      const QByteArray& more = {});
/// A simulation of the role ci-admin.
QByteArray simulated(const QByteArray& action, const QByteArray& decision);

} // namespace countersign::test

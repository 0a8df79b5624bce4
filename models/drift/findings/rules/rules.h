// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside models/drift/findings only: one function a rule, each in the file of its id.

#include "models/drift/findings/rule.h"

namespace countersign::findings::rules {

Rule noOwner();
Rule ownerContradiction();
Rule undeclared();
Rule recreated();
Rule federationClaimed();
Rule federationOpen();
Rule federationAmbiguous();
Rule escalation();
Rule contradicted();
Rule unseen();
Rule evaluatorDisagrees();
Rule ownerGoneKeyUsed();
Rule destroyedButLive();
Rule declaredButMissing();
Rule unused();
Rule oldCredential();
Rule expiredCredentialPresent();
Rule neverExpiringCredential();
Rule twoActiveKeys();
Rule keyWithoutRotation();
Rule privateKeyBesideCertificate();
Rule certificateEndedInUse();
Rule weakAlgorithm();
Rule sharedKey();
Rule staticKeyWhereFederation();
Rule tokenSecret();
Rule consolePassword();
Rule humanUse();
Rule humanInTrust();
Rule openFederation();
Rule thirdPartyTrust();
Rule overprivileged();
Rule rotatedYetOverprivileged();
Rule reuse();
Rule environmentCrossing();
Rule secretInSource();
Rule tombstone();
Rule notReviewed();
Rule neverRequested();
Rule notApplied();
Rule notEffective();
Rule effectiveUnapplied();
Rule otherCondition();
Rule stillThere();
Rule windowClosed();

} // namespace countersign::findings::rules

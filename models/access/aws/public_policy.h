// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/aws/policy.h"

namespace countersign::iam {

/// Whether Amazon S3 takes a bucket policy for public: an Allow that is for everyone, and none of whose
/// conditions holds it to fixed values of a key that says who asks or from where (Amazon S3 User Guide,
/// "Blocking public access to your Amazon S3 storage", "The meaning of public").
bool isPublicBucketPolicy(const Policy& policy);

} // namespace countersign::iam

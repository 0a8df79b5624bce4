// SPDX-License-Identifier: Apache-2.0
#include "models/access/effective.h"

namespace countersign {

std::string_view name(Verdict verdict) {
  switch (verdict) {
  case Verdict::Allowed:
    return "allowed";
  case Verdict::Denied:
    return "denied";
  case Verdict::Conditional:
    return "conditional";
  case Verdict::NotEvaluated:
    break;
  }
  return "not evaluated";
}

} // namespace countersign

// SPDX-License-Identifier: Apache-2.0
#include "models/access/effective.h"

namespace countersign {

Tri triOf(Verdict verdict) {
  switch (verdict) {
  case Verdict::Allowed:
    return Tri::Yes;
  case Verdict::Denied:
    return Tri::No;
  case Verdict::Conditional:
    return Tri::Conditional;
  case Verdict::NotEvaluated:
    break;
  }
  return Tri::Unknown;
}

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

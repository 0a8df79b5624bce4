// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/estate/plan.h"
#include "tests/estate/text_file.h"

#include <functional>
#include <string>
#include <string_view>

namespace countersign::estate {

/// A complete list of identities in the neutral form (docs/formats/neutral.md, "JSON lines"): header, one
/// identity a line, end with count and digest.
class NeutralList {
public:
  struct Source {
    std::string_view kind, scope, plane; ///< "cmdb", "estate", "intended"
  };
  NeutralList(TextFile& file, const Plan& plan, int day, const Source& source);

  /// One identity; `more` adds members to it.
  void add(const std::string& uid, std::string_view platform, std::string_view kind, std::string_view name,
           std::string_view status, const std::function<void(JsonOut&)>& more = {});
  void end();

private:
  TextFile& file_;
  std::int64_t listed_ = 0;
};

} // namespace countersign::estate

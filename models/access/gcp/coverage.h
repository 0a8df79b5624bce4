// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/access/gcp/estate.h"

#include <cstddef>
#include <string>
#include <vector>

namespace countersign::gcp {

/// Permissions on a node and all that lies in it, under a condition.
struct Given {
  std::string role;                     ///< or, where empty, the permissions themselves
  std::vector<std::string> permissions; ///< as roles or deny policies write them
  std::string node;
  std::string condition; ///< expression; empty: none
};

/// What one of the grants gives that the others do not.
struct Uncovered {
  std::size_t grant = 0;
  std::vector<std::string> permissions; ///< for certain not covered everywhere, as deny policies write them
  std::vector<std::string> undecided;   ///< may be covered; `missing` says what is not known
  bool whole = false; ///< of a role whose permissions are not known: nothing covers it for certain
  std::vector<std::string> within;     ///< nodes inside on which some of `permissions` are covered
  std::vector<std::string> conditions; ///< conditions under which some of them are covered
  std::vector<std::string> missing;
};
/// The remainder of `of` when `by` is taken away. Two conditions are equal, or nothing is known of how they
/// relate; the union of places inside a node does not cover the node, as more may come.
std::vector<Uncovered> uncovered(const Estate& estate, const std::vector<Given>& of,
                                 const std::vector<Given>& by);

} // namespace countersign::gcp

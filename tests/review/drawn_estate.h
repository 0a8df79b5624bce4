// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/review/second_reading.h"

#include <filesystem>
#include <map>
#include <random>

/// Small estates, drawn: two accounts with roles, and a cluster with service accounts.
namespace countersign::second {

struct Ticket {
  std::string identity, action, resource;
};

struct Estate {
  std::vector<Role> roles;
  std::map<std::string, Levels> levels; ///< by account
  bool organization = true;             ///< its policies were exported
  std::vector<Account> accounts;        ///< of the cluster, in namespace n
  std::vector<Ticket> tickets;          ///< that ask for more than anybody has
};

inline const char* const cluster = "prod";

std::string arnOf(const Role& role);

class Drawing {
public:
  explicit Drawing(unsigned seed) : random_(seed) {}
  /// `number` decides what is missing: organization policies, a declaration, the text of a policy.
  Estate estate(unsigned number);

private:
  std::size_t below(std::size_t n) { return random_() % n; }
  const std::string& one(const Texts& of) { return of[below(of.size())]; }
  Texts some(const Texts& of, std::size_t most);
  Statement statement(bool conditions);
  Policy policy(std::size_t most, bool conditions);
  Role role(std::size_t number);
  Levels guardrails(bool conditions);
  Rule rule();
  std::vector<Bound> bound();

  std::mt19937 random_;
};

/// Writes the exports of an estate: account-<id>.json, organization.json, cluster.json, state.tfstate,
/// tickets.csv.
void writeExports(const Estate& estate, const std::filesystem::path& folder);

} // namespace countersign::second

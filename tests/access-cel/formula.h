// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace formula {

/// What a formula comes to. Written from the definition of the language, apart from the product.
struct Outcome {
  enum class State { Bool, Int, Error, Unknown };
  State state = State::Error;
  std::int64_t number = 0; ///< of Bool: 0 or 1
  bool operator==(const Outcome& other) const {
    return state == other.state &&
           (state == State::Error || state == State::Unknown || number == other.number);
  }
};
Outcome yesNo(bool v);
Outcome integer(std::int64_t v);
Outcome error();
Outcome unknown();

using Names = std::map<std::string, Outcome>; ///< one that is not there is an error

/// A node of a random formula.
struct Formula {
  std::string kind; ///< an operator, "name", "int", "bool", "?:", "all", "exists", "exists_one"
  std::string name; ///< of a name, or of the variable of a comprehension
  std::int64_t number = 0;
  std::vector<Formula> parts;

  std::string text() const;
  Outcome value(const Names& names) const;
};

class Maker {
public:
  explicit Maker(unsigned seed) : random_(seed) {}
  /// A formula that is bool for the most part.
  Formula any(int depth);

private:
  Formula truth(int depth);
  Formula number(int depth);
  Formula comprehension(int depth);
  Formula nameOf(std::vector<std::string> names);
  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  std::mt19937 random_;
  std::vector<std::string> bound_;
};

} // namespace formula

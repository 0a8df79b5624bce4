// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "connectors/aws/answers.h"

#include <map>
#include <set>
#include <string>

namespace countersign::aws {

/// Puts together what the answers of one file say of an organization.
class OrganizationReader {
public:
  Batch batch;
  std::set<std::string> parts; ///< that the file says something of
  bool whole = true;

  void take(const Answer& answer);
  /// Makes documents of accounts, units and roots after the last answer.
  void finish();

private:
  struct Unit {
    Json content;
    Locator where;
  };

  void fault(ErrorCode code, std::string message, std::string remedy, const Locator& where, const char* part);
  void takeOrganization(const Json& organization, const Locator& where);
  void takeUnit(const Json& item, const char* type, const std::string& parent, const Locator& where);
  void takeUnits(const Answer& answer, const char* member, const char* type);
  void takeListedPolicy(const Json& summary, const Locator& where);
  void takePolicy(const Answer& answer);
  void takeTargets(const Answer& answer);
  void add(Document document, const Locator& where);
  bool known(const Answer& answer);

  std::map<std::string, Unit> units_;
  std::map<std::string, Json> documents_; ///< by kind and uid, to see what is there twice
};

} // namespace countersign::aws

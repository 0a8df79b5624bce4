// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

/// The record types of docs/formats/neutral.md as tables.
namespace countersign::neutral {

enum class Form {
  Text,   ///< text; numbers are taken as their text
  Time,   ///< RFC 3339 with an offset
  Set,    ///< list of texts whose order has no meaning; one text stands for a list of one
  Path,   ///< list of texts in their order
  Object, ///< object, kept as it is
  Bool,
  Any,    ///< kept as it is
  Choice, ///< one of `choices`
  Owners  ///< list of {ref, kind, basis, raw}, order without meaning
};

struct MemberRule {
  std::string_view name;
  Form form = Form::Text;
  bool mandatory = false;
  std::string_view choices = {}; ///< separated by spaces
};

struct RecordType {
  std::string_view t;        ///< "identity"
  std::string_view document; ///< "neutral.identity"
  std::string_view part;     ///< "identities"
  std::string_view lastUse;  ///< member that is an observation "last-used"; empty where there is none
  std::vector<MemberRule> members;
};

/// nullptr for types without a document (event, change, gap …) and unknown ones.
const RecordType* findRecordType(std::string_view t);
/// All types with a document.
const std::vector<RecordType>& recordTypes();
/// nullptr for a member that the type does not have.
const MemberRule* findMember(const RecordType& type, std::string_view name);

} // namespace countersign::neutral

// SPDX-License-Identifier: Apache-2.0
#include "connectors/aws/credential_rows.h"

#include "connectors/aws/csv.h"
#include "connectors/aws/facts.h"
#include "connectors/aws/values.h"
#include "connectors/common/sinks.h"

#include <map>
#include <set>

namespace countersign::aws {
namespace {

constexpr const char* kind = "aws.credential-report-row";
constexpr const char* part = "credential-report";
constexpr std::size_t rowsPerBatch = 512;
/// "Key use is recorded at most once per 15 minutes" (IAM User Guide, credential report format).
constexpr std::int64_t keyUseGranularity = 900;

using Columns = std::map<std::string, std::size_t, std::less<>>;

/// A row with its columns by name; remembers the first value that is none of those that AWS writes.
class Row {
public:
  Row(const Columns& columns, const CsvRow& row) : columns_(columns), row_(row) {}

  std::string_view operator[](std::string_view column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() || found->second >= row_.fields.size()
               ? std::string_view{}
               : std::string_view(row_.fields[found->second]);
  }
  /// null where AWS says that it does not know or that there is none.
  Json flag(std::string_view column) {
    const std::string_view value = (*this)[column];
    if (value == "true" || value == "TRUE") return true;
    if (value == "false" || value == "FALSE") return false;
    if (!unknown(value)) wrong(column, value);
    return {};
  }
  Json time(std::string_view column) {
    const std::string_view value = (*this)[column];
    if (unknown(value)) return {};
    const auto parsed = parseTime(value);
    if (!parsed) {
      wrong(column, value);
      return {};
    }
    return formatRfc3339(*parsed);
  }
  static bool unknown(std::string_view value) {
    return value.empty() || value == "N/A" || value == "no_information" || value == "not_supported";
  }
  const std::string& fault() const { return fault_; }

private:
  void wrong(std::string_view column, std::string_view value) {
    if (fault_.empty())
      fault_ = "'" + std::string(value.substr(0, 60)) + "' is no value of the column " + std::string(column);
  }
  const Columns& columns_;
  const CsvRow& row_;
  std::string fault_;
};

void observe(Batch& batch, const std::string& uid, std::string name, Json value, const Locator& where) {
  value.set("basis", "credential report");
  batch.observations.push_back(Observation{kind, uid, std::move(name), std::move(value), where});
}

/// One key slot: a slot that is not active and was never rotated holds no key.
void takeKey(Row& row, char slot, Json& keys, const std::string& uid, Batch& batch, const Locator& where) {
  const std::string prefix = std::string("access_key_") + slot + '_';
  Json active = row.flag(prefix + "active");
  Json rotated = row.time(prefix + "last_rotated");
  Json used = row.time(prefix + "last_used_date");
  if (!active.asBool() && rotated.isNull()) return;
  Json key = Json::object().set("slot", static_cast<std::int64_t>(slot - '0'));
  key.setUnlessEmpty("active", std::move(active)).setUnlessEmpty("rotated", std::move(rotated));
  keys.push(std::move(key));
  Json seen = Json::object();
  if (used.isNull()) {
    if (row[prefix + "last_used_date"] != "N/A") return;
    seen.set("never", true);
  } else {
    seen.set("at", std::move(used)).set("granularity", keyUseGranularity);
    for (const auto& [name, column] :
         {std::pair{"region", "last_used_region"}, std::pair{"service", "last_used_service"}})
      if (const auto value = row[prefix + column]; !Row::unknown(value)) seen.set(name, value);
  }
  observe(batch, uid, std::string("key/") + slot + "/last-used", std::move(seen), where);
}

void takeCertificate(Row& row, char slot, Json& certificates) {
  const std::string prefix = std::string("cert_") + slot + '_';
  Json active = row.flag(prefix + "active");
  Json rotated = row.time(prefix + "last_rotated");
  if (!active.asBool() && rotated.isNull()) return;
  Json certificate = Json::object().set("slot", static_cast<std::int64_t>(slot - '0'));
  certificate.setUnlessEmpty("active", std::move(active)).setUnlessEmpty("rotated", std::move(rotated));
  certificates.push(std::move(certificate));
}

/// "no_information": never used since AWS records it (October 2014); "N/A": there is no password.
void takePasswordUse(Row& row, const std::string& uid, Batch& batch, const Locator& where) {
  Json used = row.time("password_last_used");
  if (!used.isNull())
    observe(batch, uid, "password-last-used", Json::object().set("at", std::move(used)), where);
  else if (row["password_last_used"] == "no_information" && row.flag("password_enabled").asBool())
    observe(batch, uid, "password-last-used", Json::object().set("never", true), where);
}

Result<void> takeRow(Row& row, const std::string& account, Batch& batch, const Locator& where) {
  const std::string uid(row["arn"]), user(row["user"]);
  if (user.empty() || uid.substr(0, 4) != "arn:")
    return failure(ErrorCode::Malformed, "the row names no user and ARN");
  const std::string_view own = accountOfArn(uid);
  Json content = Json::object().set("arn", uid).set("user", user);
  content.setUnlessEmpty("account", own.empty() ? std::string_view(account) : own);
  content.setUnlessEmpty("created", row.time("user_creation_time"));
  content.setUnlessEmpty("passwordEnabled", row.flag("password_enabled"));
  content.setUnlessEmpty("passwordChanged", row.time("password_last_changed"));
  content.setUnlessEmpty("passwordNextRotation", row.time("password_next_rotation"));
  content.setUnlessEmpty("mfa", row.flag("mfa_active"));
  Batch own_;
  Json keys = Json::array(), certificates = Json::array();
  for (const char slot : {'1', '2'}) {
    takeKey(row, slot, keys, uid, own_, where);
    takeCertificate(row, slot, certificates);
  }
  takePasswordUse(row, uid, own_, where);
  if (!row.fault().empty()) return failure(ErrorCode::Malformed, row.fault());
  content.setUnlessEmpty("keys", std::move(keys)).setUnlessEmpty("certificates", std::move(certificates));
  for (Observation& observation : own_.observations)
    batch.observations.push_back(std::move(observation));
  batch.documents.emplace_back(document(kind, part, uid, user, {}, std::move(content)), where);
  return {};
}

Result<Columns> readHeader(CsvReader& reader, CsvRow& row) {
  if (!reader.next(row)) return failure(ErrorCode::Malformed, "the report is empty");
  Columns columns;
  for (std::size_t i = 0; i < row.fields.size(); ++i)
    if (!columns.emplace(row.fields[i], i).second)
      return failure(ErrorCode::DuplicateKey, "two columns are named '" + row.fields[i] + "'");
  if (columns.count("user") == 0 || columns.count("arn") == 0)
    return failure(ErrorCode::Malformed, "the first line does not name the columns user and arn");
  return columns;
}

Result<void> checkAccount(std::string_view arn, std::string& account) {
  const std::string_view own = accountOfArn(arn);
  if (own.empty() || own == account) return {};
  if (!account.empty())
    return failure(ErrorCode::WrongScope,
                   "the report has users of " + account + " and of " + std::string(own),
                   "Import the report of each account from a file of its own");
  account = own;
  return {};
}

} // namespace

std::string_view accountOfReport(std::string_view csv) {
  for (std::size_t at = csv.find(",arn:"); at != std::string_view::npos; at = csv.find(",arn:", at + 1))
    if (const auto account = accountOfArn(csv.substr(at + 1, csv.find_first_of(",\n", at + 1) - at - 1));
        !account.empty())
      return account;
  return {};
}

Result<bool> takeCredentialRows(std::string_view csv, bool wrapped, const std::string& account,
                                const std::string& inputName, const ImportLimits& limits, BatchSink& sink) {
  CsvReader reader(csv);
  CsvRow row;
  COUNTERSIGN_ASSIGN(const Columns columns, readHeader(reader, row));
  bool complete = true;
  std::string ownAccount = account;
  std::set<std::string, std::less<>> seen;
  Batch batch;
  for (std::size_t count = 1; reader.next(row); ++count) {
    const Locator where =
        wrapped ? Locator{0, 0, "/Content", row.line} : Locator{row.offset, row.length, {}, row.line};
    Row named(columns, row);
    COUNTERSIGN_TRY(checkAccount(named["arn"], ownAccount));
    Result<void> taken;
    if (row.length > limits.maxElementBytes)
      taken = failure(ErrorCode::Limit, "the row is longer than an importer accepts");
    else if (!row.closed || row.fields.size() < columns.size())
      taken = failure(ErrorCode::Truncated, "the row has fewer columns than the first line names");
    else if (row.fields.size() > columns.size())
      taken = failure(ErrorCode::Malformed, "the row has more columns than the first line names");
    else if (!seen.emplace(named["arn"]).second)
      taken = failure(ErrorCode::DuplicateKey, "the report has two rows of " + std::string(named["arn"]));
    else
      taken = takeRow(named, ownAccount, batch, where);
    if (!taken) {
      complete = false;
      batch.gaps.push_back(
          gapAt(taken.error().code, taken.error().message, "Export the report again", where, part));
    }
    if (count % rowsPerBatch == 0) {
      COUNTERSIGN_TRY(deliver(std::move(batch), sink, inputName));
      batch = Batch{};
      if (!wrapped) sink.progress(row.offset);
    }
  }
  COUNTERSIGN_TRY(deliver(std::move(batch), sink, inputName));
  return complete;
}

} // namespace countersign::aws

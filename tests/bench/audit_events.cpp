// SPDX-License-Identifier: Apache-2.0
// CloudTrail logs as they are delivered (gzip), for measuring how long their import takes beside what it
// takes to decompress and parse them. tests/bench/audit.sh runs it.
//   audit_events make DIR EVENTS [EVENTS_A_FILE]   DIR/log, and what the roles may do before and after it
//   audit_events parse DIR/log
#include "connectors/common/input.h"
#include "models/identity/time.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <simdjson.h>
#include <string>
#include <vector>

using namespace countersign;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t start = 1'763'000'000; // seconds since 1970
constexpr std::size_t roles = 1'000;

std::string hex(std::mt19937_64& random, int digits) {
  std::string out;
  for (int i = 0; i < digits; ++i)
    out += "0123456789abcdef"[random() % 16];
  return out;
}

/// One record, as long and as nested as CloudTrail's own.
std::string record(std::size_t number, std::mt19937_64& random) {
  struct Call {
    const char *source, *name, *parameters;
    bool reads;
  };
  static constexpr Call calls[] = {
      {"s3.amazonaws.com", "GetObject",
       R"({"bucketName":"backups-prod","Host":"s3.eu-central-1.amazonaws.com","key":"day/part-0001"})", true},
      {"sts.amazonaws.com", "AssumeRole",
       R"({"roleArn":"arn:aws:iam::111122223333:role/service-7","roleSessionName":"run"})", true},
      {"kms.amazonaws.com", "Decrypt", R"({"encryptionAlgorithm":"SYMMETRIC_DEFAULT"})", true},
      {"dynamodb.amazonaws.com", "DescribeTable", R"({"tableName":"orders"})", true},
      {"ec2.amazonaws.com", "DescribeInstances", R"({"instancesSet":{},"filterSet":{}})", true}};
  const std::size_t who = random() % roles;
  const std::string role = "service-" + std::to_string(who);
  // A session lasts an hour.
  std::mt19937_64 session(who * 1'000'003 + number / 72'000);
  const bool change = random() % 100 == 0;
  const Call call = change ? Call{"iam.amazonaws.com", "PutRolePolicy", nullptr, false} : calls[random() % 5];
  const std::string parameters =
      change
          ? R"({"roleName":")" + role +
                R"(","policyName":"access","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}"})"
          : std::string(call.parameters);
  const Instant at = fromMicros((start + static_cast<std::int64_t>(number / 20)) * 1'000'000);
  return R"({"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE)" + role +
         ":run" + R"(","arn":"arn:aws:sts::111122223333:assumed-role/)" + role +
         R"(/run","accountId":"111122223333","accessKeyId":"ASIA)" + hex(session, 16) +
         R"(","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAEXAMPLE","arn":"arn:aws:iam::111122223333:role/)" +
         role + R"(","accountId":"111122223333","userName":")" + role +
         R"("},"attributes":{"creationDate":"2025-11-13T00:00:00Z","mfaAuthenticated":"false"}}},"eventTime":")" +
         formatRfc3339Seconds(at) + R"(","eventSource":")" + call.source + R"(","eventName":")" + call.name +
         R"(","awsRegion":"eu-central-1","sourceIPAddress":"198.51.100.)" + std::to_string(random() % 250) +
         R"(","userAgent":"aws-sdk-java/2.20.1 Linux/5.10 OpenJDK_64-Bit_Server_VM/17","requestParameters":)" +
         parameters +
         R"(,"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"ECDHE-RSA-AES128-GCM-SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":")" +
         hex(random, 64) + R"(","bytesTransferredOut":1024},"requestID":")" + hex(random, 16) +
         R"(","eventID":")" + hex(random, 8) + "-" + hex(random, 4) + "-4" + hex(random, 3) + "-a" +
         hex(random, 3) + "-" + hex(random, 12) + R"(","readOnly":)" + (call.reads ? "true" : "false") +
         R"(,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::backups-prod/day/part-0001"}],"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","eventCategory":"Data","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"s3.eu-central-1.amazonaws.com"}})";
}

/// `aws iam get-account-authorization-details` of the roles, each with one inline policy.
void details(const fs::path& file, const std::string& resource) {
  std::ofstream out(file);
  out << R"({"UserDetailList":[],"GroupDetailList":[],"Policies":[],"IsTruncated":false,"RoleDetailList":[)";
  for (std::size_t i = 0; i < roles; ++i) {
    const std::string name = "service-" + std::to_string(i);
    out << (i == 0 ? "" : ",") << R"({"Path":"/","RoleName":")" << name << R"(","RoleId":"AROAEXAMPLE)" << i
        << R"(","Arn":"arn:aws:iam::111122223333:role/)" << name
        << R"(","CreateDate":"2025-01-07T09:00:00+00:00","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]},)"
        << R"("InstanceProfileList":[],"AttachedManagedPolicies":[],"Tags":[],"RolePolicyList":[{"PolicyName":"access",)"
        << R"("PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":")"
        << resource << R"("}]}}]})";
  }
  out << "]}";
}

int make(const fs::path& at, std::size_t events, std::size_t each) {
  const fs::path folder = at / "log";
  fs::create_directories(folder);
  details(at / "before.json", "arn:aws:s3:::backups-prod/*");
  details(at / "after.json", "*");
  std::mt19937_64 random(7);
  for (std::size_t done = 0, file = 0; done < events; ++file) {
    char name[64];
    std::snprintf(name, sizeof name, "111122223333_CloudTrail_eu-central-1_%06zu.json.gz", file);
    std::FILE* out = ::popen(("gzip -6 > '" + (folder / name).string() + "'").c_str(), "w");
    if (out == nullptr) return 1;
    std::fputs("{\"Records\":[", out);
    for (std::size_t i = 0; i < each && done < events; ++i, ++done)
      std::fputs(((i == 0 ? "" : ",") + record(done, random)).c_str(), out);
    std::fputs("]}", out);
    if (::pclose(out) != 0) return 1;
  }
  return 0;
}

int parse(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  const auto began = std::chrono::steady_clock::now();
  std::size_t bytes = 0, events = 0;
  simdjson::dom::parser parser;
  for (const fs::path& file : files) {
    const auto read =
        forEachInput(file.string(), ImportLimits{}, {}, [&](const Input& input) -> Result<void> {
          bytes += input.bytes.size();
          simdjson::dom::element root;
          if (parser.parse(simdjson::padded_string(input.bytes)).get(root) != simdjson::SUCCESS)
            return failure(ErrorCode::Malformed, "not JSON");
          for (const simdjson::dom::element one : root["Records"].get_array()) {
            std::string_view id;
            if (one["eventID"].get(id) == simdjson::SUCCESS) ++events;
          }
          return {};
        });
    if (!read) {
      std::cerr << read.error().text() << '\n';
      return 1;
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cout << events << " events, " << bytes / 1'000'000 << " MB, decompressed and parsed in " << seconds
            << " s\n";
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 2 ? argv[1] : "";
  if (mode == "make" && argc > 3)
    return make(argv[2], std::strtoull(argv[3], nullptr, 10),
                argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 20'000);
  if (mode == "parse") return parse(argv[2]);
  std::cerr << "audit_events make DIR EVENTS [EVENTS_A_FILE] | audit_events parse DIR\n";
  return 2;
}

// SPDX-License-Identifier: Apache-2.0
#include "models/evidence/files.h"
#include "models/evidence/verify_internal.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

namespace countersign::evidence::verifying {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t maxFile = 1U << 30;
constexpr std::string_view manifestName = "MANIFEST.sha256";
constexpr std::string_view form = "countersign-evidence/";

bool startsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

bool isKept(const std::string& name) {
  return startsWith(name, "trust/") || startsWith(name, "log/") || startsWith(name, "closures/") ||
         name == "FORMAT" || name == "snapshots.json";
}

/// Lists regular files; anything else is a finding. False where nothing more can be said.
bool walk(Package& package, Findings& findings) {
  std::error_code error;
  fs::recursive_directory_iterator it(package.folder, error), end;
  while (!error && it != end) {
    const fs::file_status status = it->symlink_status(error);
    if (error) break;
    const std::string name = it->path().lexically_relative(package.folder).generic_string();
    if (fs::is_regular_file(status)) {
      package.sizes[name] = it->file_size(error);
    } else if (!fs::is_directory(status)) {
      findings.fail("files", "something in the package is neither a file nor a folder");
      return false;
    }
    it.increment(error);
  }
  if (error) {
    findings.cannot("a folder of the package cannot be read: " + error.message());
    return false;
  }
  return true;
}

/// One line of the manifest: 64 digits, two spaces, a plain relative path.
bool readLine(std::string_view line, std::map<std::string, Digest>& out) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-";
  if (line.size() < 67 || line.substr(64, 2) != "  ") return false;
  const std::string_view digits = line.substr(0, 64), path = line.substr(66);
  if (digits.find_first_not_of("0123456789abcdef") != std::string_view::npos ||
      path.find_first_not_of(letters) != std::string_view::npos ||
      path.find("//") != std::string_view::npos || path.find("/.") != std::string_view::npos ||
      std::string_view("._/-").find(path.front()) != std::string_view::npos)
    return false;
  const auto digest = Digest::fromHex(digits);
  return digest && out.emplace(path, *digest).second;
}

bool readManifest(Package& package, std::map<std::string, Digest>& out, Findings& findings) {
  auto text = files::read(package.folder + '/' + std::string(manifestName), maxFile);
  if (!text) {
    if (text.error().code == ErrorCode::NotFound)
      findings.fail("files", "MANIFEST.sha256 is missing");
    else
      findings.cannot(text.error().text());
    return false;
  }
  for (std::string_view rest = *text; !rest.empty();) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos || !readLine(rest.substr(0, end), out)) {
      findings.fail("manifest", "MANIFEST.sha256 has a line that is none");
      return false;
    }
    rest.remove_prefix(end + 1);
  }
  package.content[std::string(manifestName)] = std::move(*text);
  auto signature = files::read(package.folder + "/MANIFEST.sha256.sig", 4096);
  package.content["MANIFEST.sha256.sig"] = signature ? std::move(*signature) : std::string();
  package.sizes.erase(std::string(manifestName));
  package.sizes.erase("MANIFEST.sha256.sig");
  return true;
}

bool compareSets(const Package& package, const std::map<std::string, Digest>& manifest, Findings& findings) {
  std::string odd;
  for (const auto& [name, size] : package.sizes)
    if (odd.empty() && !manifest.contains(name)) odd = name;
  for (const auto& [name, digest] : manifest)
    if (odd.empty() && !package.has(name)) odd = name;
  if (!odd.empty()) findings.fail("files", "not the files of the manifest: " + odd);
  return odd.empty();
}

/// Reads and hashes all files, with several threads.
std::map<std::string, Digest> hashFiles(Package& package, unsigned threads, std::string& unreadable) {
  std::vector<std::string> names;
  for (const auto& [name, size] : package.sizes)
    names.push_back(name);
  std::map<std::string, Digest> out;
  std::atomic<std::size_t> next{0};
  std::mutex mutex;
  const auto work = [&] {
    std::vector<std::pair<std::string, Digest>> done;
    std::vector<std::pair<std::string, std::string>> kept;
    std::string problem;
    for (std::size_t i = next++; i < names.size(); i = next++) {
      std::string bytes;
      const auto digest =
          files::digest(package.folder + '/' + names[i], isKept(names[i]) ? &bytes : nullptr, maxFile);
      if (!digest) {
        problem = digest.error().text();
        continue;
      }
      done.emplace_back(names[i], *digest);
      if (isKept(names[i])) kept.emplace_back(names[i], std::move(bytes));
    }
    const std::lock_guard lock(mutex);
    for (auto& [name, digest] : done)
      out.emplace(std::move(name), digest);
    for (auto& [name, bytes] : kept)
      package.content.emplace(std::move(name), std::move(bytes));
    if (!problem.empty()) unreadable = problem;
  };
  std::vector<std::thread> pool;
  for (unsigned i = 1; i < threads; ++i)
    pool.emplace_back(work);
  work();
  for (std::thread& t : pool)
    t.join();
  return out;
}

void checkObjects(const std::map<std::string, Digest>& digests, Findings& findings) {
  const auto check = [&](std::string_view folder, std::string_view extension) {
    for (auto it = digests.lower_bound(std::string(folder));
         it != digests.end() && startsWith(it->first, folder); ++it)
      if (it->first != std::string(folder) + it->second.hex() + std::string(extension))
        findings.fail("objects", it->first + " is not named by its digest");
  };
  check("closures/", ".json");
  check("sources/", "");
  check("state/", ".json");
  check("views/", ".txt");
}

/// True for the form that this version knows.
bool checkForm(const Package& package, Findings& findings) {
  const std::string& text = package.text("FORMAT");
  if (text == std::string(form) + "1\n") return true;
  const std::string_view number = std::string_view(text).substr(std::min(text.size(), form.size()));
  const bool later =
      startsWith(text, form) && number.size() >= 2 && number.size() <= 10 && number.back() == '\n' &&
      number.front() != '0' &&
      number.substr(0, number.size() - 1).find_first_not_of("0123456789") == std::string_view::npos;
  if (later && !findings.failed())
    findings.cannot("this package is of a later form, " + text.substr(0, text.size() - 1) +
                    "; use a newer version");
  else
    findings.fail("files", package.has("FORMAT") ? "FORMAT says something else" : "FORMAT is missing");
  return false;
}

} // namespace

bool readFolder(Package& package, const VerifyOptions& options, Findings& findings) {
  std::error_code error;
  while (package.folder.size() > 1 && package.folder.back() == '/')
    package.folder.pop_back();
  const fs::path folder = package.folder;
  if (!fs::is_directory(folder, error)) {
    findings.cannot("the folder cannot be opened");
    return false;
  }
  const auto exists = [&](const char* name) { return fs::exists(fs::symlink_status(folder / name, error)); };
  if (!exists("FORMAT") && !exists("MANIFEST.sha256") && !exists("log")) {
    findings.cannot("there is no evidence package in this folder");
    return false;
  }
  std::map<std::string, Digest> manifest;
  if (!walk(package, findings) || !readManifest(package, manifest, findings) ||
      !compareSets(package, manifest, findings))
    return false;
  std::string unreadable;
  const auto digests = hashFiles(package, std::clamp(options.threads, 1U, 64U), unreadable);
  if (!unreadable.empty()) {
    findings.cannot(unreadable);
    return false;
  }
  for (const auto& [name, digest] : manifest)
    if (digests.at(name) != digest) findings.fail("manifest", "changed: " + name);
  checkObjects(digests, findings);
  return checkForm(package, findings);
}

} // namespace countersign::evidence::verifying

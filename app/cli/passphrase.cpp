// SPDX-License-Identifier: Apache-2.0
#include "app/cli/passphrase.h"

#include "app/cli/environment.h"
#include "models/evidence/keys.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fstream>
#include <termios.h>
#include <unistd.h>

namespace countersign::cli {
namespace {

constexpr std::size_t longest = 4096;

Error noTerminal() {
  return {ErrorCode::InvalidArgument,
          "there is no terminal to ask for the passphrase",
          "Give --passphrase-env VARIABLE or --passphrase-file FILE",
          {}};
}

/// The controlling terminal with echo switched off while this lives.
class QuietTerminal {
public:
  QuietTerminal() : fd_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    if (fd_ < 0 || tcgetattr(fd_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    usable_ = tcsetattr(fd_, TCSAFLUSH, &silent) == 0;
  }
  ~QuietTerminal() {
    if (usable_) tcsetattr(fd_, TCSAFLUSH, &before_);
    if (fd_ >= 0) close(fd_);
  }
  QuietTerminal(const QuietTerminal&) = delete;
  QuietTerminal& operator=(const QuietTerminal&) = delete;

  bool usable() const { return usable_; }

  Result<std::string> ask(const std::string& prompt) {
    if (!say(prompt)) return failure(noTerminal());
    std::string out;
    char c = 0;
    while (read(fd_, &c, 1) == 1 && c != '\n' && out.size() < longest)
      out += c;
    say("\n");
    if (interrupted()) return failure(ErrorCode::Cancelled, "cancelled; nothing was changed");
    return out;
  }

private:
  bool say(const std::string& text) {
    return write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  }

  int fd_;
  termios before_{};
  bool usable_ = false;
};

Result<std::string> fromTerminal(const std::string& prompt, bool again) {
  QuietTerminal terminal;
  if (!terminal.usable()) return failure(noTerminal());
  COUNTERSIGN_ASSIGN(std::string first, terminal.ask(prompt + ": "));
  if (again) {
    COUNTERSIGN_ASSIGN(std::string second, terminal.ask(prompt + ", again: "));
    const bool same = first == second;
    evidence::cleanse(second);
    if (!same) return failure(ErrorCode::InvalidArgument, "the two passphrases differ", "Try again");
  }
  return first;
}

Result<std::string> fromFile(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return failure(ErrorCode::NotFound, "the file with the passphrase cannot be read", "",
                   {file, {}, {}, {}, {}});
  std::string line;
  std::getline(in, line);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

} // namespace

void addPassphraseOptions(CLI::App& app, PassphraseSource& source, const std::string& prefix,
                          const std::string& whose) {
  auto* variable = app.add_option("--" + prefix + "passphrase-env", source.variable,
                                  "Take " + whose + " passphrase from this environment variable")
                       ->type_name("VARIABLE");
  app.add_option("--" + prefix + "passphrase-file", source.file,
                 "Take " + whose + " passphrase from the first line of this file; else the terminal is asked")
      ->type_name("FILE")
      ->excludes(variable);
}

Result<std::string> readPassphrase(const PassphraseSource& source, const std::string& prompt, bool again) {
  Result<std::string> out;
  if (!source.variable.empty())
    out = environment(source.variable.c_str());
  else if (!source.file.empty())
    out = fromFile(source.file);
  else
    out = fromTerminal(prompt, again);
  if (out && out->empty())
    return failure(ErrorCode::InvalidArgument, "the passphrase is empty",
                   source.variable.empty() ? "" : "Set the environment variable " + source.variable);
  return out;
}

} // namespace countersign::cli

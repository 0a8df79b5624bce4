// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/text.h"

#include "ui/theme/theme.h"

#include <QDateTime>
#include <QHash>
#include <QLabel>
#include <QLocale>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

/// Layouts ask a wrapped label for its height many times over, and QLabel shapes the text each time.
class MeasuredLabel final : public QLabel {
public:
  using QLabel::QLabel;
  int heightForWidth(int width) const override {
    if (!wordWrap()) return QLabel::heightForWidth(width);
    if (text() != text_ || font() != font_ || contentsMargins() != margins_) {
      text_ = text();
      font_ = font();
      margins_ = contentsMargins();
      heights_.clear();
    }
    if (const auto known = heights_.constFind(width); known != heights_.cend()) return *known;
    return *heights_.insert(width, QLabel::heightForWidth(width));
  }

private:
  mutable QString text_;
  mutable QFont font_;
  mutable QMargins margins_;
  mutable QHash<int, int> heights_; ///< by width
};

bool turnsDirection(QChar c) {
  const ushort u = c.unicode();
  return (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069) || u == 0x200E || u == 0x200F ||
         u == 0x061C;
}

bool invisible(QChar c) {
  const ushort u = c.unicode();
  return (u >= 0x200B && u <= 0x200D) || u == 0x2060 || u == 0xFEFF || u == 0x00AD || u == 0x2028 ||
         u == 0x2029;
}

QString visible(std::string_view utf8, bool lines) {
  QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
  for (QChar& c : text) {
    if (lines && (c == u'\n' || c == u'\t')) continue;
    if (c.unicode() < 0x20)
      c = QChar(0x2400 + c.unicode()); // the picture of the control character
    else if (c.unicode() == 0x7F || (c.unicode() >= 0x80 && c.unicode() < 0xA0) || turnsDirection(c) ||
             invisible(c))
      c = QChar(0xFFFD);
  }
  return text;
}

QDateTime local(Instant t) {
  return QDateTime::fromMSecsSinceEpoch(toMicros(t) / 1000).toLocalTime();
}

QLocale english() {
  return QLocale(QLocale::English, QLocale::UnitedKingdom);
}

} // namespace

QString shown(std::string_view utf8) {
  return visible(utf8, false);
}
QString shownLines(std::string_view utf8) {
  return visible(utf8, true);
}
QString shortNames(QString text) {
  static const QRegularExpression arn(
      u"arn:aws[a-z-]*:(sts|iam)::\\d{12}:(assumed-role|federated-user|role|user)/"_s);
  return text.remove(arn);
}

QString qs(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
std::string ss(const QString& text) {
  return text.toStdString();
}

QString tip(const QString& plain) {
  if (plain.isEmpty()) return {};
  return u"<span>"_s + plain.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</span>"_s;
}

QLabel* label(const QString& text, const QString& look, QWidget* parent) {
  auto* made = new MeasuredLabel(parent);
  made->setTextFormat(Qt::PlainText);
  made->setText(text);
  if (!look.isEmpty()) made->setProperty("look", look);
  return made;
}

QString localTime(Instant t, Instant now) {
  const QDateTime at = local(t), today = local(now);
  if (at.date() == today.date()) return at.toString(u"HH:mm:ss"_s);
  if (std::abs(at.daysTo(today)) < 300) return english().toString(at, u"d MMM HH:mm"_s);
  return english().toString(at, u"d MMM yyyy"_s);
}

QString localDateTime(Instant t) {
  return english().toString(local(t), u"d MMM yyyy, HH:mm:ss"_s);
}

QString localDay(Instant t, Instant now) {
  const QDateTime at = local(t);
  const bool thisYear = std::abs(at.daysTo(local(now))) < 300;
  return english().toString(at, thisYear ? u"d MMM"_s : u"d MMM yyyy"_s);
}

QString utcDay(Instant t) {
  return english().toString(QDateTime::fromMSecsSinceEpoch(toMicros(t) / 1000).toUTC(), u"d MMM"_s);
}

QString utcTime(Instant t) {
  return qs(formatRfc3339Seconds(t));
}

QString ageText(Instant t, Instant now) {
  if (t > now) return u"in the future"_s;
  return qs(formatDuration(std::chrono::duration_cast<Seconds>(now - t)));
}

QString count(std::size_t n) {
  return english().toString(static_cast<qulonglong>(n));
}

QString counted(std::size_t n, const QString& one, const QString& many) {
  return count(n) + u' ' + (n == 1 ? one : many);
}

QString errorText(const Error& error) {
  return shown(error.text());
}

} // namespace countersign::ui

// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace countersign::ui {

namespace {

// Names between @ and ; are tokens; sizes are pixels of a 13 px text.
constexpr auto surfaces = R"(
QMainWindow, QDialog, QWidget[look="page"], QScrollArea[look="page"] { background: @bg; }
QWidget[look="surface"], QFrame[look="surface"] { background: @surface; }
QFrame[look="top"] { background: @surface; border: 0; border-bottom: 1px solid @line; }
QFrame[look="bottom"] { background: @surface; border: 0; border-top: 1px solid @line; }
QFrame[look="left"] { background: @surface; border: 0; border-right: 1px solid @line; }
QFrame[look="right"] { background: @surface; border: 0; border-left: 1px solid @line; }
QFrame[look="card"] { background: @surface; border: 1px solid @line; border-radius: 8px; }
QFrame[look="drop"] { background: transparent; border: 1px dashed @line; border-radius: 8px; }
QFrame[look="drop-over"] { background: @accentBg; border: 1px dashed @accent; border-radius: 8px; }
QFrame[look="banner"] { background: @movBg; border: 1px solid @mov; border-radius: 6px; }
QFrame[look="popup"] { background: @surface; border: 1px solid @faint; border-radius: 8px; }
QFrame[look="rule"] { background: @line; border: 0; min-height: 1px; max-height: 1px; }
QScrollArea { border: 0; background: transparent; }
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: 5px 7px; }
QSplitter::handle { background: @line; }
)";

constexpr auto labels = R"(
QLabel { background: transparent; }
QLabel[look="title"] { font-size: 20px; font-weight: 700; }
QLabel[look="hero"] { font-size: 26px; font-weight: 700; }
QLabel[look="figure"] { font-size: 24px; font-weight: 700; }
QLabel[look="caption"] { color: @muted; font-size: 12px; }
QLabel[look="heading"] { font-size: 14px; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="card-title"] { font-size: 12px; font-weight: 600; }
QLabel[look="section"] { font-size: 11px; font-weight: 600; color: @faint; letter-spacing: 0.6px; }
QLabel[look="muted"] { color: @muted; }
QLabel[look="faint"] { color: @faint; }
QLabel[look="small"] { color: @faint; font-size: 12px; }
QLabel[look="status"] { color: @muted; font-size: 12px; }
QLabel[look="status-warn"] { color: @warn; font-size: 12px; font-weight: 600; }
QLabel[look="bad"] { color: @bad; font-weight: 600; }
QLabel[look="warn"] { color: @warn; font-weight: 600; }
QLabel[look="ok"] { color: @ok; font-weight: 600; }
QLabel[look="moved"] { color: @mov; font-weight: 600; }
QLabel[look="chip"] { border: 1px solid @line; border-radius: 5px; padding: 1px 7px; color: @muted;
  font-size: 12px; background: @surface; }
QLabel[look="chip-gone"] { border: 1px dashed @line; border-radius: 5px; padding: 1px 7px; color: @faint;
  font-size: 12px; background: @surface; }
QLabel[look="pill-bad"] { border-radius: 9px; padding: 2px 9px; color: @bad; background: @badBg;
  font-size: 11px; font-weight: 600; }
QLabel[look="pill-warn"] { border-radius: 9px; padding: 2px 9px; color: @warn; background: @warnBg;
  font-size: 11px; font-weight: 600; }
QLabel[look="pill-unk"] { border-radius: 9px; padding: 2px 9px; color: @unk; background: @unkBg;
  font-size: 11px; font-weight: 600; }
QLabel[look="keycap"] { border: 1px solid @line; border-bottom-width: 2px; border-radius: 4px; padding: 0 5px;
  color: @muted; background: @surface; font-size: 11px; }
)";

constexpr auto buttons = R"(
QPushButton { border: 1px solid @line; background: @surface; color: @text; border-radius: 6px;
  padding: 5px 14px; font-weight: 600; min-height: 18px; }
QPushButton:hover { background: @sunk; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @faint; background: @sunk; border-color: @line; }
QPushButton[look="small"] { padding: 1px 9px; font-weight: 400; color: @muted; border-radius: 5px;
  font-size: 12px; min-height: 17px; }
QPushButton[look="small"]:checked { color: @accent; background: @accentBg; border-color: @accent; }
QPushButton[look="primary"] { background: @ok; color: @onAccent; border-color: @ok; }
QPushButton[look="primary"]:hover { background: @ok; border-color: @text; }
QPushButton[look="primary"]:focus { border-color: @text; }
QPushButton[look="primary"]:disabled { color: @faint; background: @sunk; border-color: @line; }
QPushButton[look="danger"] { color: @bad; border-color: @bad; }
QPushButton[look="danger"]:hover { background: @badBg; }
QPushButton[look="danger"]:disabled { color: @faint; border-color: @line; }
QPushButton[look="moved"] { color: @mov; border-color: @mov; }
QPushButton[look="moved"]:hover { background: @movBg; }
QPushButton[look="link"] { border: 1px solid transparent; border-radius: 4px; padding: 0 1px; color: @accent;
  background: transparent; font-weight: 400; text-align: left; min-height: 16px; }
QPushButton[look="link"]:hover { text-decoration: underline; }
QPushButton[look="link"]:focus { border-color: @accent; }
QPushButton[look="link"]:disabled { color: @faint; }
QPushButton[look="icon"] { border: 1px solid transparent; background: transparent; padding: 2px 8px;
  color: @muted; font-weight: 400; }
QPushButton[look="icon"]:hover { background: @sunk; }
QPushButton[look="icon"]:focus { border-color: @accent; }
QPushButton[look="nav"] { border: 1px solid transparent; border-radius: 6px; padding: 0; background: transparent;
  min-height: 31px; max-height: 31px; font-weight: 400; }
QPushButton[look="nav"]:hover { background: @sunk; }
QPushButton[look="nav"]:checked { background: @accentBg; }
QPushButton[look="nav"]:focus { border-color: @accent; }
QPushButton[look="big"] { padding: 12px 16px; text-align: left; border-radius: 8px; }
)";

constexpr auto inputs = R"(
QLineEdit, QPlainTextEdit, QTextEdit, QDateTimeEdit, QDateEdit, QComboBox, QSpinBox { border: 1px solid @line;
  border-radius: 6px; background: @surface; color: @text; padding: 4px 9px; selection-background-color: @accent;
  selection-color: @onAccent; min-height: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateTimeEdit:focus, QDateEdit:focus,
QComboBox:focus { border-color: @accent; }
QLineEdit:disabled { color: @faint; background: @sunk; }
QLineEdit[look="search"] { background: @sunk; padding: 3px 10px; }
QLineEdit[look="filter"] { background: @surface; padding: 1px 8px; font-size: 12px; border-radius: 5px; }
QComboBox::drop-down, QDateTimeEdit::drop-down, QDateEdit::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow, QDateTimeEdit::down-arrow, QDateEdit::down-arrow { image: url(@down;); width: 10px;
  height: 10px; }
QComboBox QAbstractItemView { border: 1px solid @line; background: @surface; color: @text;
  selection-background-color: @accentBg; selection-color: @text; }
QTextBrowser, QPlainTextEdit[look="bytes"] { border: 0; background: @surface; padding: 0; }
QPlainTextEdit[look="bytes"] { background: @sunk; border-radius: 6px; padding: 6px; }
QCheckBox, QRadioButton { spacing: 7px; background: transparent; }
QCheckBox::indicator { width: 12px; height: 12px; border: 1px solid @faint; border-radius: 3px;
  background: @surface; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox:focus { color: @accent; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@check;); }
QCheckBox::indicator:disabled { background: @sunk; }
)";

constexpr auto views = R"(
QAbstractItemView { background: @surface; color: @text; border: 0; outline: 0; }
QListWidget::item { padding: 4px 8px; }
QTableView, QListView { selection-background-color: @accentBg; selection-color: @text; }
QHeaderView { background: @surface; border: 0; }
QHeaderView::section { background: @surface; color: @faint; border: 0; border-bottom: 1px solid @line;
  padding: 4px 12px; font-size: 11px; font-weight: 600; }
QHeaderView::section:hover { color: @text; }
QHeaderView::down-arrow, QHeaderView::up-arrow { width: 0; height: 0; }
QTableCornerButton::section { background: @surface; border: 0; }
QMenu { background: @surface; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 22px 5px 12px; border-radius: 4px; color: @text; }
QMenu::item:selected { background: @accentBg; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QTabBar::tab { background: transparent; color: @muted; padding: 5px 10px; border: 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @accent; border-bottom-color: @accent; font-weight: 600; }
QTabBar::tab:focus { color: @text; }
QTabWidget::pane { border: 0; }
QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QCalendarWidget QToolButton { color: @text; background: @surface; border: 0; padding: 4px; }
)";

} // namespace

QString styleSheetOf(const Tokens& t, Scheme scheme) {
  QString sheet = QString::fromLatin1(surfaces) + QString::fromLatin1(labels) + QString::fromLatin1(buttons) +
                  QString::fromLatin1(inputs) + QString::fromLatin1(views);
  // Longer names first: "@accentBg" before "@accent".
  const std::array<std::pair<QLatin1StringView, QColor>, 20> names{{
      {"@onAccent"_L1, t.onAccent}, {"@accentBg"_L1, t.accentBg},
      {"@accent"_L1, t.accent},     {"@surface"_L1, t.surface},
      {"@muted"_L1, t.muted},       {"@faint"_L1, t.faint},
      {"@warnBg"_L1, t.warnBg},     {"@warn"_L1, t.warn},
      {"@badBg"_L1, t.badBg},       {"@bad"_L1, t.bad},
      {"@movBg"_L1, t.movBg},       {"@mov"_L1, t.mov},
      {"@unkBg"_L1, t.unkBg},       {"@unk"_L1, t.unk},
      {"@okBg"_L1, t.okBg},         {"@ok"_L1, t.ok},
      {"@sunk"_L1, t.sunk},         {"@line"_L1, t.line},
      {"@text"_L1, t.text},         {"@bg"_L1, t.bg},
  }};
  const bool lightScheme = scheme == Scheme::Light;
  sheet.replace("@check;"_L1,
                lightScheme ? ":/countersign/check-on-accent.svg"_L1 : ":/countersign/check-on-light.svg"_L1);
  sheet.replace("@down;"_L1,
                lightScheme ? ":/countersign/down-light.svg"_L1 : ":/countersign/down-dark.svg"_L1);
  for (const auto& [name, color] : names)
    sheet.replace(name, color.name());
  return sheet;
}

} // namespace countersign::ui

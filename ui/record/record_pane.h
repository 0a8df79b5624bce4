// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/jobs/session.h"
#include "ui/record/decision_rules.h"

#include <QWidget>
#include <functional>

class QShortcut;
class QStackedLayout;

namespace countersign::ui {

class DecisionBar;
class DifferencePanel;
class EmptyState;
class ProvenancePanel;
class RecordBody;
class SidePanel;
class WhyPanel;

/// One record: what is known, why, where from, and the decision. Notices when the record moves.
class RecordPane : public QWidget {
  Q_OBJECT

public:
  explicit RecordPane(Session& session, QWidget* parent = nullptr);

  void open(RecordId record, std::optional<Instant> asOf = {});
  void close();
  RecordId record() const { return record_; }
  const std::shared_ptr<const RecordView>& view() const { return view_; }
  const ScreenState& screen() const { return screen_; }
  DecisionBar* bar() const { return bar_; }
  RecordBody* body() const { return body_; }
  SidePanel* side() const { return side_; }
  void setQueue(bool inQueue);
  /// Keys of the action table, working inside `scope`.
  void bindKeys(QWidget* scope);
  void run(const char* action);

Q_SIGNALS:
  void next();
  void previous();
  void closed();
  /// A decision on the record was staged.
  void decided(qint64 record);
  void takenBack(qint64 record);

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  void load(bool quiet);
  void present(RecordView view);
  void refresh(RecordView view);
  void checkDigest();
  void becomeMoved(const Digest& now);
  void showBar();
  void askChanges();
  void askStaged();
  /// What is staged was decided on another state.
  bool decidedEarlier() const;
  void decide(Decision decision);
  void stage(DecisionRequest request);
  void takeBack();
  void showMoved();
  void compare(const QString& between, std::function<Result<std::vector<Difference>>(Desk&)> work);
  void showWhy();
  void showWhere(const Trace& trace, const QString& meaning);
  void say(const QString& lead, const QString& detail);

  Session& session_;
  Channel loading_, checking_, differing_, stagedAsked_, changesAsked_;
  std::shared_ptr<const RecordChanges> changes_; ///< of the record; empty: not known yet
  RecordId record_ = 0;
  std::optional<Instant> asOf_;
  std::shared_ptr<const RecordView> view_;
  ScreenState screen_;
  Instant openedAt_{}, noticedAt_{};
  Digest nowDigest_{};
  std::vector<Difference> moved_;
  bool compared_ = false; ///< `moved_` is what is different
  QString cannotCompare_;
  std::optional<StagedDecision> staged_;
  QStackedLayout* stack_;
  RecordBody* body_;
  EmptyState* empty_;
  DecisionBar* bar_;
  SidePanel* side_;
  ProvenancePanel* provenance_;
  DifferencePanel* difference_;
  WhyPanel* why_;
  QWidget* content_;
  QShortcut* renew_ = nullptr;
};

} // namespace countersign::ui

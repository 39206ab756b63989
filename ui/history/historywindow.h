// Shows who changed what and when, with both versions, and lets a person undo it.
#pragma once

#include "diff/viewer.h"
#include "uicommon/servicelink.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableView;

namespace aria::history {

class HistoryModel;
class VersionsTable;

// Keyboard: Ctrl+Z undoes the selected change, Ctrl+Shift+Z all since then, Ctrl+E shows only its event, Escape closes.
// The link outlives it; not modal.
class HistoryWindow : public QDialog
{
    Q_OBJECT
public:
    HistoryWindow(uicommon::ServiceLink &link, diff::Viewer viewer, QWidget *parent = nullptr);
    ~HistoryWindow() override;

    // Shows the changes of one event only; empty: of all.
    void showOnly(const service::EventKey &event);

private:
    void build();
    QWidget *buildButtons();
    QPushButton *makeButton(const QString &text, const QKeySequence &keys, void (HistoryWindow::*action)());

    const store::HistoryRecord *current() const;
    void refresh();
    void toggleOnlyEvent();
    void undo();
    void askUndoSince();
    void undoSince(const QDateTime &since);
    void finish(const QString &message);

    uicommon::ServiceLink &m_link;
    diff::Viewer m_viewer;
    HistoryModel *m_model;
    bool m_isUndoing = false;
    bool m_hasColumnWidths = false;
    qint64 m_shownId = 0; // whose versions are shown; 0: none

    QTableView *m_table = nullptr;
    VersionsTable *m_versions = nullptr;
    QLabel *m_message = nullptr;
    QLabel *m_empty = nullptr;
    QPushButton *m_onlyEvent = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_undoSince = nullptr;
};

} // namespace aria::history

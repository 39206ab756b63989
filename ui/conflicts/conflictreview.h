// The dialog in which a person settles conflicts.
#pragma once

#include "conflicts/choice.h"
#include "diff/viewer.h"
#include "uicommon/servicelink.h"

#include <QDialog>

class QLabel;
class QListView;
class QPushButton;
class QStackedWidget;

namespace aria::conflicts {

class ConflictModel;
class ConflictTable;
class Settler;

// Keyboard: Ctrl+1 all from ARIA, Ctrl+2 all from Google, Ctrl+3 keep both, Enter applies, Ctrl+Enter applies to all
// similar conflicts, Ctrl+N skips. Follows the link's signals while it is open. The link outlives it; not modal.
class ConflictReview : public QDialog
{
    Q_OBJECT
    Q_PROPERTY(bool isUnsaved READ isUnsaved)
public:
    explicit ConflictReview(uicommon::ServiceLink &link, diff::Viewer viewer, QWidget *parent = nullptr);
    ~ConflictReview() override;

    // Selects the event's conflict, now or as soon as it is read.
    void select(const service::EventKey &event);
    bool isUnsaved() const; // somebody's own wording would be lost
    void reject() override; // asks if so

private:
    void build();
    void buildList();
    QWidget *buildDetails();
    QLayout *buildSideButtons();
    QLayout *buildBottomButtons();

    void load();
    void showConflicts(const QList<service::ConflictView> &conflicts);
    void showCurrent();
    void chooseAll(Side side);
    void keepBoth();
    void choiceChanged();
    void refresh();
    void apply();
    void applyToAllAlike();
    QString applyAllText(const QList<service::ConflictView> &alike, const Choice &choice) const;
    void leaveTable();
    void skip();
    void retryWording();
    void say(const QString &text); // empty: nothing to say

    const service::ConflictView *current() const;

    uicommon::ServiceLink &m_link;
    diff::Viewer m_viewer;
    Settler *m_settler;
    ConflictModel *m_model;
    QHash<service::EventKey, Choice> m_choices;
    service::EventKey m_shown; // whose fields the table shows
    service::EventKey m_wanted; // to be selected when it is there
    bool m_isLoading = false;
    bool m_loadAgain = false;
    bool m_isFilling = false; // the table is being built, nobody chose anything
    std::optional<service::UpdateRequest> m_lostWording;

    QListView *m_list = nullptr;
    ConflictTable *m_table = nullptr;
    QStackedWidget *m_pages = nullptr; // the conflict, or that there is none
    QLabel *m_empty = nullptr;
    QLabel *m_headline = nullptr;
    QLabel *m_preview = nullptr;
    QLabel *m_message = nullptr;
    QPushButton *m_allAria = nullptr;
    QPushButton *m_allGoogle = nullptr;
    QPushButton *m_keepBoth = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_applyAll = nullptr;
    QPushButton *m_skip = nullptr;
    QPushButton *m_retry = nullptr;
};

} // namespace aria::conflicts

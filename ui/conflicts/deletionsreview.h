// The dialog in which a person decides about unusually many deletions at once, which are held until then.
#pragma once

#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace aria::conflicts {

// Shows what would be deleted; nothing is deleted until a button is pressed. Follows the service while it is open,
// and decides only about the list that is shown. The link outlives it; not modal.
class DeletionsReview : public QDialog
{
    Q_OBJECT
public:
    explicit DeletionsReview(
        uicommon::ServiceLink &link, const uicommon::UiFormat &format, QWidget *parent = nullptr);

private:
    enum class Verdict { Approve, Reject };
    void build();
    void load();
    void showPlan(const service::Plan &plan);
    void decide(Verdict verdict);
    void say(const QString &text); // empty: nothing to say

    uicommon::ServiceLink &m_link;
    uicommon::UiFormat m_format;
    QString m_planId; // of the list that is shown; empty: there is none
    bool m_isLoading = false;
    bool m_loadAgain = false;
    bool m_isDeciding = false;

    QLabel *m_what;
    QTreeWidget *m_list;
    QLabel *m_message;
    QPushButton *m_approve = nullptr;
    QPushButton *m_reject = nullptr;
};

} // namespace aria::conflicts

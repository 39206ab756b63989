#include "agenda/deletequestion.h"

#include "uicommon/uiformat.h"

#include <QMessageBox>
#include <QPushButton>

namespace aria::agenda {

namespace {

struct DeleteQuestionText
{
    Q_DECLARE_TR_FUNCTIONS(aria::agenda::DeleteQuestion)
};

} // namespace

void askWhatToDelete(const service::EventView &view, QWidget *parent, const DeleteChoice &next)
{
    const QString series = view.event.isMaster() ? view.googleEventId : view.event.recurringEventId();
    if (series.isEmpty())
        return next(view.key(), false);
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(DeleteQuestionText::tr("Delete repeating event"));
    box->setText(
        DeleteQuestionText::tr("“%1” repeats. What should be deleted?").arg(uicommon::titleOf(view.event)));
    box->setTextFormat(Qt::PlainText);
    QPushButton *one = box->addButton(DeleteQuestionText::tr("&This event"), QMessageBox::AcceptRole);
    // Only its organizer can decide how a series goes on.
    if (view.event.isException() && view.event.organizedBySelf()) {
        QPushButton *following = box->addButton(
            DeleteQuestionText::tr("This and &following events"), QMessageBox::DestructiveRole);
        QObject::connect(
            following, &QPushButton::clicked, box, [next, key = view.key()] { next(key, true); });
    }
    QPushButton *all =
        box->addButton(DeleteQuestionText::tr("&All of the series"), QMessageBox::DestructiveRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(one);
    QObject::connect(one, &QPushButton::clicked, box, [next, key = view.key()] { next(key, false); });
    QObject::connect(all, &QPushButton::clicked, box,
        [next, all = service::EventKey(series, view.calendarId)] { next(all, false); });
    box->open();
}

} // namespace aria::agenda

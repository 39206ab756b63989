#include "history/historywindow.h"

#include "base/whenfinished.h"
#include "diff/reply.h"
#include "history/historymodel.h"
#include "history/historywords.h"
#include "history/versionstable.h"
#include "uicommon/errorwords.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>

namespace aria::history {

HistoryWindow::HistoryWindow(uicommon::ServiceLink &link, diff::Viewer viewer, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_viewer(std::move(viewer))
    , m_model(new HistoryModel(link, m_viewer, this))
{
    build();
    connect(m_model, &HistoryModel::pageRead, this, &HistoryWindow::refresh);
    connect(m_model, &HistoryModel::readingFailed, this, [this](const Error &error) {
        m_message->setText(tr("The history could not be read: %1").arg(uicommon::errorText(error)));
    });
    refresh();
}

HistoryWindow::~HistoryWindow() = default;

void HistoryWindow::showOnly(const service::EventKey &event)
{
    m_model->setEvent(event);
    m_onlyEvent->setChecked(!event.isEmpty());
    refresh();
}

const store::HistoryRecord *HistoryWindow::current() const
{
    return m_model->at(m_table->currentIndex().row());
}

void HistoryWindow::refresh()
{
    if (!current() && m_model->rowCount() > 0)
        m_table->setCurrentIndex(m_model->index(0, 0));
    const store::HistoryRecord *record = current();
    const qint64 id = record ? record->id : 0;
    if (id != m_shownId) {
        m_shownId = id;
        if (record)
            m_versions->setRecord(*record);
        else
            m_versions->clear();
    }
    m_undo->setEnabled(record && !m_isUndoing);
    m_undoSince->setEnabled(record && !m_isUndoing);
    m_onlyEvent->setEnabled(record || m_onlyEvent->isChecked());
    m_empty->setVisible(m_model->rowCount() == 0 && !m_model->isReading());
}

void HistoryWindow::toggleOnlyEvent()
{
    const store::HistoryRecord *record = current();
    const bool isFiltered = !m_model->event().isEmpty();
    if (isFiltered || !record)
        showOnly({});
    else
        showOnly({ record->googleEventId, record->calendarId });
}

void HistoryWindow::undo()
{
    const store::HistoryRecord *record = current();
    auto *service = m_link.service();
    if (!record || m_isUndoing)
        return;
    if (!service) {
        finish(diff::Replies::interrupted().message);
        return;
    }
    m_isUndoing = true;
    m_message->setText(tr("Undoing…"));
    refresh();
    whenFinished(
        service->undo(record->id), this, [this, what = summaryText(*record, m_viewer)](const auto &future) {
            const auto undone = diff::resultOf(future);
            if (!undone)
                finish(tr("This could not be undone: %1").arg(uicommon::errorText(undone.error())));
            else if (undone->pushed)
                finish(tr("Undone: %1", "a change").arg(what));
            else
                finish(tr("Undone, and waiting for Google: %1", "a change").arg(what));
        });
}

void HistoryWindow::askUndoSince()
{
    const store::HistoryRecord *record = current();
    if (!record || m_isUndoing)
        return;
    const QDateTime since = record->createdAt;
    auto *question = new QMessageBox(QMessageBox::Question, tr("Undo all changes since then"),
        tr("Undo every change since %1?", "a date and time").arg(m_viewer.dateTime(since)),
        QMessageBox::NoButton, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setInformativeText(
        tr("Events made since then are deleted, deleted ones come back, in ARIA and in Google. "
           "The undoing can itself be undone. Guests get no mail."));
    auto *yes = question->addButton(tr("&Undo all"), QMessageBox::AcceptRole);
    question->setDefaultButton(question->addButton(QMessageBox::Cancel));
    connect(question, &QMessageBox::buttonClicked, this, [this, yes, since](const QAbstractButton *button) {
        if (button == yes)
            undoSince(since);
    });
    question->open();
}

void HistoryWindow::undoSince(const QDateTime &since)
{
    auto *service = m_link.service();
    if (!service) {
        finish(diff::Replies::interrupted().message);
        return;
    }
    m_isUndoing = true;
    m_message->setText(tr("Undoing…"));
    refresh();
    whenFinished(service->undoSince(since), this, [this](const auto &future) {
        const auto undone = diff::resultOf(future);
        if (!undone)
            finish(tr("This could not be undone: %1").arg(uicommon::errorText(undone.error())));
        else
            finish(tr("%n change(s) undone.", nullptr, *undone));
    });
}

void HistoryWindow::finish(const QString &message)
{
    m_isUndoing = false;
    m_message->setText(message);
    m_model->readNewest();
    refresh();
}

} // namespace aria::history

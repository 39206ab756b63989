#include "signin/firstsyncpage.h"

#include "uicommon/errorwords.h"
#include "uicommon/statusline.h"

#include <QLabel>
#include <QProgressBar>
#include <QVBoxLayout>

namespace aria::signin {

using uicommon::Condition;

namespace {

constexpr int steps = 1000; // of the bar; counts may not fit into an int

} // namespace

FirstSyncPage::FirstSyncPage(
    const uicommon::StatusWatch &watch, const uicommon::UiFormat &format, QWidget *parent)
    : QWizardPage(parent)
    , m_watch(watch)
    , m_format(format)
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
{
    setTitle(tr("The first sync"));
    setSubTitle(tr("You can close this window; it goes on behind the icon in the panel."));
    setButtonText(QWizard::FinishButton, tr("Open the &agenda"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the first sync"));
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_text);
    column->addWidget(m_bar);
    column->addStretch(1);
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &FirstSyncPage::follow);
    follow();
}

void FirstSyncPage::follow()
{
    const service::StatusView &status = m_watch.status();
    const Condition condition = uicommon::conditionOf(m_watch).condition;
    const bool isOver = m_watch.isKnown() && status.lastSyncTime.isValid() && condition != Condition::Syncing;
    const qint64 total = status.progressTotal.value_or(0);
    m_bar->setVisible(true);
    if (isOver) {
        m_bar->setRange(0, steps);
        m_bar->setValue(steps);
        m_text->setText(tr("Done: %n event(s) are in step.", nullptr, int(status.statistics.total)));
        return;
    }
    if (condition == Condition::Syncing && total > 0) {
        m_bar->setRange(0, steps);
        m_bar->setValue(int(std::min(status.progressDone, total) * steps / total));
        //: Two numbers of events.
        m_text->setText(
            tr("%1 of %2 events").arg(m_format.number(status.progressDone), m_format.number(total)));
        return;
    }
    if (condition == Condition::Syncing && status.progressDone > 0) {
        m_bar->setRange(0, 0);
        m_text->setText(tr("%n event(s) so far", nullptr, int(status.progressDone)));
        return;
    }
    const bool waits = condition == Condition::Starting || condition == Condition::Syncing
        || condition == Condition::InStep || condition == Condition::Paused;
    m_bar->setVisible(waits);
    m_bar->setRange(0, 0);
    if (waits)
        m_text->setText(tr("Asking Google for your events…"));
    else
        m_text->setText(uicommon::statusLineOf(m_watch, m_format, QDateTime()).text + QLatin1Char('\n')
            + uicommon::problemText(status));
}

int FirstSyncPage::nextId() const
{
    return -1;
}

} // namespace aria::signin

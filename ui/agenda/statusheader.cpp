#include "agenda/statusheader.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::agenda {

using uicommon::Condition;

StatusHeader::StatusHeader(const uicommon::StatusWatch &watch, uicommon::ServiceActions &actions,
    Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_watch(watch)
    , m_actions(actions)
    , m_clock(clock)
    , m_format(format)
    , m_date(new QLabel(this))
    , m_text(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_progress(new QProgressBar(this))
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    m_date->setFont(large);
    m_date->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_progress->setTextVisible(false);
    m_progress->setMaximumHeight(fontMetrics().height() / 2);
    m_progress->setAccessibleName(tr("Progress of the import"));
    auto *line = new QHBoxLayout;
    line->addWidget(m_text, 1);
    line->addWidget(m_action);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_date);
    column->addLayout(line);
    column->addWidget(m_progress);
    connect(m_action, &QPushButton::clicked, this, &StatusHeader::act);
    connect(&watch, &uicommon::StatusWatch::updated, this, &StatusHeader::refresh);
    refresh();
}

void StatusHeader::refresh()
{
    const QDateTime now = m_clock.nowUtc();
    m_date->setText(m_format.locale.toString(m_format.today(now), QLocale::LongFormat));
    const uicommon::StatusLine line = uicommon::statusLineOf(m_watch, m_format, now);
    m_condition = line.condition;
    m_text->setText(line.text);
    m_text->setToolTip(line.detail.toHtmlEscaped());
    m_text->setAccessibleDescription(line.detail);
    m_action->setText(line.action);
    m_action->setVisible(!line.action.isEmpty());
    m_progress->setVisible(line.hasProgress);
    // Qt shows an empty range as "busy", which moves; an import moves anyway.
    m_progress->setRange(0, int(line.total));
    m_progress->setValue(int(std::min(line.done, line.total)));
}

void StatusHeader::act()
{
    switch (m_condition) {
    case Condition::Conflicts:
        return m_actions.reviewConflicts.trigger();
    case Condition::Confirm:
        return m_actions.confirmDeletions.trigger();
    case Condition::SignIn:
        return m_actions.signIn.trigger();
    case Condition::Paused:
        return m_actions.resume.trigger();
    case Condition::Broken:
        return m_actions.startAgain.trigger();
    default:
        return;
    }
}

} // namespace aria::agenda

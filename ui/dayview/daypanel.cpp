#include "dayview/daypanel.h"

#include "uicommon/icons.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace aria::dayview {

namespace {

constexpr int morning = 8 * 60; // minutes; what is seen first of a day without events

} // namespace

DayPanel::DayPanel(
    uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_format(format)
    , m_grid(new DayGrid(link, clock, format))
    , m_strip(new AllDayStrip(this))
    , m_scroll(new QScrollArea(this))
    , m_title(new QLabel(this))
{
    const auto button = [this](const QString &symbol, const QString &name, int days) {
        auto *made = new QToolButton(this);
        made->setIcon(uicommon::icon(symbol));
        made->setAutoRaise(true);
        made->setAccessibleName(name);
        made->setToolTip(name);
        connect(made, &QToolButton::clicked, this,
            [this, days] { Q_EMIT dayWanted(m_grid->day().addDays(days)); });
        return made;
    };
    const bool isMirrored = layoutDirection() == Qt::RightToLeft;
    QToolButton *before = button(isMirrored ? u"next"_s : u"previous"_s, tr("Day before"), -1);
    QToolButton *after = button(isMirrored ? u"previous"_s : u"next"_s, tr("Day after"), 1);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setAlignment(Qt::AlignCenter);
    m_title->setTextFormat(Qt::PlainText);
    m_scroll->setWidget(m_grid);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    setFocusProxy(m_grid);

    auto *row = new QHBoxLayout;
    row->addWidget(before);
    row->addWidget(m_title, 1);
    row->addWidget(after);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_strip);
    column->addWidget(m_scroll, 1);
    setTabOrder(m_strip, m_grid);

    connect(m_grid, &DayGrid::shown, this, [this](int y) { m_scroll->ensureVisible(0, y, 0, 60); });
    connect(m_grid, &DayGrid::loaded, this, &DayPanel::takeOver);
    connect(m_grid, &DayGrid::dayWanted, this, &DayPanel::dayWanted);
    connect(m_grid, &DayGrid::opened, this, &DayPanel::opened);
    connect(m_grid, &DayGrid::menuWanted, this, &DayPanel::menuWanted);
    connect(m_strip, &AllDayStrip::opened, this, &DayPanel::opened);
    connect(m_strip, &AllDayStrip::sideWanted, this,
        [this](bool isForward) { Q_EMIT dayWanted(m_grid->day().addDays(isForward ? 1 : -1)); });
    m_strip->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_strip, &QWidget::customContextMenuRequested, this,
        [this](const QPoint &position) { Q_EMIT menuWanted(m_strip->viewport()->mapToGlobal(position)); });
    setDay(m_grid->day());
}

void DayPanel::setColors(const QHash<QString, QColor> &colors)
{
    m_grid->setColors(colors);
    m_strip->setColors(colors);
}

const service::EventView *DayPanel::chosen() const
{
    return window()->focusWidget() == m_strip ? m_strip->chosen() : m_grid->chosenView();
}

void DayPanel::choose(const service::EventKey &event)
{
    m_grid->choose(event);
    m_strip->choose(event);
}

void DayPanel::takeOver()
{
    const bool hadFocus = m_strip->hasFocus();
    m_strip->setEvents(m_grid->allDay());
    if (hadFocus && !m_strip->isVisible()) // keys go on to work
        m_grid->setFocus();
    showHours();
}

void DayPanel::setDay(QDate day)
{
    if (day.isValid() && day != m_grid->day())
        m_strip->setEvents({}); // until those of the day are there
    m_grid->setDay(day);
    m_title->setText(m_format.day(m_grid->day(), m_format.today(m_clock.nowUtc())));
}

// Once a day is there: its first event, or the morning.
void DayPanel::showHours()
{
    if (m_placed == m_grid->day())
        return;
    m_placed = m_grid->day();
    int first = morning;
    for (const Block &block : m_grid->blocks()) {
        if (!block.beginsBefore)
            first = std::min(first, block.start);
    }
    m_scroll->verticalScrollBar()->setValue(
        std::max(0, first - 30) * m_grid->sizeHint().height() / minutesOfDay);
}

} // namespace aria::dayview

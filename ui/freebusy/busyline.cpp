#include "freebusy/busyline.h"

#include "diff/direction.h"
#include "uicommon/errorwords.h"

#include <QAccessible>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace aria::freebusy {

namespace {

constexpr int mostPeople = 6; // named one by one

calendar::EventTime at(const QDateTime &time)
{
    return calendar::EventTime(calendar::ZonedTime{ time.toUTC(), {} });
}

} // namespace

BusyLine::BusyLine(
    uicommon::ServiceLink &link, const Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_format(format)
    , m_watch(link, clock)
    , m_text(new QLabel(this))
    , m_take(new QPushButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setForegroundRole(QPalette::PlaceholderText);
    if (layoutDirection() == Qt::RightToLeft) // also where a line begins with a Latin name
        m_text->setAlignment(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    m_take->setAutoDefault(false);
    m_take->setMinimumWidth(1); // fitButton() makes it fit
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addWidget(m_take, 0, Qt::AlignLeading);
    connect(&m_watch, &BusyWatch::changed, this, &BusyLine::tell);
    connect(m_take, &QPushButton::clicked, this, [this] {
        if (m_next)
            Q_EMIT timeWanted(m_next->start, m_next->end);
    });
    hide();
}

void BusyLine::follow(const Plan &plan)
{
    m_plan = plan;
    QStringList ids;
    bool hasGuests = false;
    for (const Person &person : plan.people) {
        ids.append(person.id);
        hasGuests = hasGuests || !person.name.isEmpty();
    }
    m_watch.look(hasGuests ? ids : QStringList(), plan.chosen);
    tell();
}

QList<BusyTimes> BusyLine::times() const
{
    return m_plan.own ? without(m_watch.times(), *m_plan.own) : m_watch.times();
}

QString BusyLine::nameOf(const QString &id) const
{
    for (const Person &person : m_plan.people) {
        if (person.id == id)
            return diff::isolated(person.name, m_format);
    }
    return diff::isolated(id, m_format);
}

QString BusyLine::timesOf(const QList<BusySpan> &spans) const
{
    const QDate today = m_format.today(m_clock.nowUtc());
    const bool isOneDay = m_format.today(m_plan.chosen.start) == m_format.today(m_plan.chosen.end);
    QStringList texts;
    for (const BusySpan &span : spans) {
        const bool isSameDay = m_format.today(span.start) == m_format.today(m_plan.chosen.start)
            && m_format.today(span.end) == m_format.today(m_plan.chosen.start);
        texts.append(isOneDay && isSameDay
                ? m_format.range(span.start.toTimeZone(m_format.zone), span.end.toTimeZone(m_format.zone))
                : m_format.span(at(span.start), at(span.end), today));
    }
    return m_format.locale.createSeparatedList(texts);
}

QString BusyLine::text() const
{
    switch (m_watch.state()) {
    case BusyWatch::State::Idle:
        return {};
    case BusyWatch::State::Asking:
        return tr("Looking up who is free…");
    case BusyWatch::State::NotAllowed:
        return tr("Whether guests are free cannot be seen: the sign-in at Google does not include it.");
    case BusyWatch::State::Failed:
        return tr("Whether guests are free cannot be seen now: %1").arg(uicommon::errorText(m_watch.error()));
    case BusyWatch::State::Known:
        break;
    }
    QStringList lines;
    const QList<BusyTimes> all = busyBetween(times(), m_plan.chosen);
    for (const BusyTimes &busy : all.mid(0, mostPeople)) {
        const QString name = nameOf(busy.id);
        lines.append(name.isEmpty() ? tr("You are busy: %1", "%1: times").arg(timesOf(busy.spans))
                                    : tr("%1 is busy: %2", "a person, times").arg(name, timesOf(busy.spans)));
    }
    if (const qsizetype more = all.size() - mostPeople; more > 0)
        lines.append(tr("%n more are busy", "people", int(more)));
    bool isKnownOfAll = true;
    for (const BusyTimes &asked : m_watch.times()) {
        if (asked.problem.isEmpty() || nameOf(asked.id).isEmpty())
            continue;
        isKnownOfAll = false;
        lines.append(tr("Google does not say when %1 is busy.", "a person").arg(nameOf(asked.id)));
    }
    if (lines.isEmpty() && isKnownOfAll)
        lines.append(tr("Everybody is free then."));
    return lines.join(u'\n');
}

// A button does not wrap its text; a long time gets a line of its own.
void BusyLine::fitButton()
{
    const auto with = [this](const QString &time) {
        return m_takeTime.isEmpty() ? tr("No time in the next days at which all are free")
                                    : tr("Take the next &free time: %1").arg(time);
    };
    const QFontMetrics metrics = m_take->fontMetrics();
    const int margins = 2 * metrics.height();
    const bool fits = metrics.horizontalAdvance(with(m_takeTime)) + margins <= width();
    m_take->setText(with(fits ? m_takeTime : u'\n' + m_takeTime));
}

void BusyLine::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (!m_take->isHidden())
        fitButton();
}

void BusyLine::tell()
{
    const QString text = this->text();
    const bool isNew = text != m_text->text();
    m_text->setText(text);
    m_text->setAccessibleName(text);
    m_next.reset();
    const bool isKnown = m_watch.state() == BusyWatch::State::Known;
    const bool isBusy = isKnown && !busyBetween(times(), m_plan.chosen).isEmpty();
    if (isBusy && !m_plan.isAllDay) {
        m_next = nextFree(times(), m_plan.chosen, MeetingHours(m_plan.chosen, m_format.zone, m_format.locale),
            m_watch.end());
        const QDate today = m_format.today(m_clock.nowUtc());
        m_takeTime = m_next ? m_format.span(at(m_next->start), at(m_next->end), today) : QString();
        fitButton();
    }
    m_take->setVisible(isBusy && !m_plan.isAllDay);
    m_take->setEnabled(m_next.has_value());
    setVisible(!text.isEmpty());
    if (!isNew || text.isEmpty() || !isKnown)
        return;
    QAccessibleEvent spoken(m_text, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&spoken);
}

} // namespace aria::freebusy

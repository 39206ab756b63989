#include "editor/eventfields.h"

#include "calendar/ownanswer.h"
#include "editor/guestlist.h"
#include "editor/reminderlist.h"
#include "editor/repeateditor.h"
#include "editor/spanfields.h"
#include "freebusy/busyline.h"
#include "invitation/invitation.h"
#include "uicommon/calendarbook.h"
#include "uicommon/calendarbox.h"
#include "uicommon/meetinglink.h"
#include "uicommon/notestext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace Qt::StringLiterals;

namespace aria::editor {

EventFields::EventFields(
    uicommon::ServiceLink &link, Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_format(format)
    , m_title(new QLineEdit(this))
    , m_times(new SpanFields(format.locale, this))
    , m_zone(new QComboBox(this))
    , m_repeat(new RepeatEditor(format, this))
    , m_calendar(new uicommon::CalendarBox(this))
    , m_place(new QLineEdit(this))
    , m_guests(new GuestList(this))
    , m_mail(new QCheckBox(tr("Send mail to the g&uests"), this))
    , m_busy(new freebusy::BusyLine(link, clock, format, this))
    , m_reminders(new ReminderList(this))
    , m_color(new QComboBox(this))
    , m_notes(new QPlainTextEdit(this))
    , m_links(new QLabel(this))
{
    buildLayout();
    connectFields();
}

void EventFields::setCalendars(const uicommon::CalendarBook &calendars)
{
    m_calendars = &calendars;
    m_calendar->setBook(calendars);
    connect(&calendars, &uicommon::CalendarBook::changed, this, &EventFields::lock);
}

void EventFields::setEvent(const service::EventView &view, bool isFollowing)
{
    m_view = view;
    m_isFollowing = isFollowing;
    m_form->setRowVisible(m_repeat, !view.event.isException());
    showCalendar();
    lock();
}

bool EventFields::isReadOnly() const
{
    return m_calendars && !m_view.event.isEmpty() && m_calendars->entry(m_view.calendarId).isReadOnly;
}

bool EventFields::mayChange() const
{
    return invitation::mayChange(m_view.event) && !isReadOnly();
}

// Only where there is a choice. One occurrence cannot leave its series.
void EventFields::showCalendar()
{
    m_form->setRowVisible(m_calendar, m_calendar->isAChoice());
    m_calendar->setEnabled(!m_view.event.isException() && !m_isFollowing && mayChange());
    const bool isOfSeries = m_view.event.isException() || m_isFollowing;
    m_calendar->setToolTip(isOfSeries ? tr("A series is in one calendar, with all its events.") : QString());
}

// A guest sees what the organizer wrote, and chooses only what is the guest's own.
void EventFields::lock()
{
    const bool isLocked = !mayChange();
    m_title->setReadOnly(isLocked);
    m_place->setReadOnly(isLocked);
    m_place->setClearButtonEnabled(!isLocked);
    m_notes->setReadOnly(isLocked);
    m_guests->setReadOnly(isLocked);
    m_times->setEnabled(!isLocked);
    m_zone->setEnabled(!isLocked);
    m_repeat->setEnabled(!isLocked);
    m_reminders->setEnabled(!isReadOnly());
    m_color->setEnabled(!isReadOnly());
}

void EventFields::showDraft(const EventDraft &draft, const QJsonArray &guests)
{
    m_isFilling = true;
    if (m_title->text() != draft.title)
        m_title->setText(draft.title);
    const QDate today = m_format.today(m_clock.nowUtc());
    m_times->setToday(today);
    m_repeat->setToday(today);
    m_times->setTimes(draft);
    m_zone->setCurrentText(QString::fromUtf8(draft.zone));
    const QTimeZone zone = calendar::zoneNamed(draft.zone).value_or(m_format.zone);
    const auto typed = [&draft](const QString &name) {
        const auto found = draft.unclear.constFind(name);
        return found == draft.unclear.constEnd() ? std::nullopt : std::optional(*found);
    };
    m_repeat->setRule(
        repeatRuleOf(draft.recurrence, draft.startDate, zone), draft.startDate, typed(u"until"_s));
    if (m_place->text() != draft.place)
        m_place->setText(draft.place);
    m_calendar->setCalendar(draft.calendarId);
    showCalendar();
    m_guests->setGuests(guests);
    if (const auto guest = typed(u"guest"_s); guest && *guest != m_guests->edit()->text())
        m_guests->edit()->setText(*guest);
    m_reminders->setReminders(draft.reminders);
    m_color->setCurrentIndex(std::max(0, m_color->findData(draft.colorId)));
    m_givenNotes = draft.notes;
    if (const QString notes = uicommon::plainNotes(draft.notes); m_notes->toPlainText() != notes)
        m_notes->setPlainText(notes);
    showLinks();
    m_isFilling = false;
    follow();
}

EventDraft EventFields::draft() const
{
    EventDraft draft;
    draft.title = m_title->text();
    draft.place = m_place->text();
    // HTML that nobody touched stays as it is.
    draft.notes = m_notes->toPlainText();
    if (draft.notes == uicommon::plainNotes(m_givenNotes))
        draft.notes = m_givenNotes;
    draft.colorId = m_color->currentData().toString();
    m_times->writeTo(draft);
    draft.zone = m_zone->currentText().trimmed().toUtf8();
    if (!m_view.event.isException()) {
        draft.recurrence = recurrenceLines(
            m_repeat->rule(), startOf(draft), calendar::zoneNamed(draft.zone).value_or(m_format.zone));
    }
    if (const auto until = m_repeat->unclear(); until && !m_view.event.isException())
        draft.unclear.insert(u"until"_s, *until);
    draft.guests = m_guests->emails();
    if (const QString guest = m_guests->edit()->text(); !guest.trimmed().isEmpty())
        draft.unclear.insert(u"guest"_s, guest);
    draft.calendarId = m_calendar->calendar();
    draft.reminders = m_reminders->reminders();
    return draft;
}

void EventFields::follow()
{
    if (m_isFilling)
        return;
    const EventDraft now = draft();
    // The zone is shown only if it differs from the person's own, or is asked for.
    m_isZoneOpen = m_isZoneOpen || now.zone != m_format.zone.id();
    m_form->setRowVisible(m_zone, !now.isAllDay && m_isZoneOpen);
    m_times->offerZone(!now.isAllDay && !m_isZoneOpen);
    m_repeat->setStart(now.startDate);
    m_repeat->showDates(startOf(now), endOf(now), now.recurrence);
    showBusy();
    Q_EMIT changed();
}

// Whoever may not change the time need not know when others are free.
void EventFields::showBusy()
{
    const EventDraft now = draft();
    freebusy::Plan plan;
    plan.isAllDay = now.isAllDay;
    const QList<Problem> problems = problemsOf(now);
    const bool isTime = std::none_of(problems.begin(), problems.end(),
        [](const Problem &problem) { return problem.field == Field::Times || problem.field == Field::Zone; });
    const auto instant = [this](const calendar::EventTime &time) {
        return time.isNull() ? QDateTime() : time.instant(m_format.zone).toUTC();
    };
    if (isTime && mayChange())
        plan.chosen = { instant(startOf(now)), instant(endOf(now)) };
    if (!m_view.event.isEmpty())
        plan.own = freebusy::BusySpan{ instant(m_view.event.start()), instant(m_view.event.end()) };
    const QString self = calendar::ownAttendee(m_view.event).value("email"_L1).toString();
    const QJsonArray known = m_view.event.attendees();
    for (const QString &email : now.guests) {
        if (email == self)
            continue;
        QString name = email;
        for (const QJsonValue &guest : known) {
            if (guest["email"_L1].toString() == email && !guest["displayName"_L1].toString().isEmpty())
                name = guest["displayName"_L1].toString();
        }
        plan.people.append({ email, name });
    }
    if (!plan.people.isEmpty() && !m_calendar->shown().isEmpty())
        plan.people.append({ m_calendar->shown(), {} });
    m_busy->follow(plan);
}

void EventFields::take(const QDateTime &start, const QDateTime &end)
{
    EventDraft now = draft();
    const QTimeZone zone = calendar::zoneNamed(now.zone).value_or(m_format.zone);
    now.startDate = start.toTimeZone(zone).date();
    now.startTime = start.toTimeZone(zone).time();
    now.endDate = end.toTimeZone(zone).date();
    now.endTime = end.toTimeZone(zone).time();
    m_times->finish(); // what is being typed would stay
    forgetUnclearTimes(now);
    m_times->setTimes(now);
    follow();
}

void EventFields::showLinks()
{
    QStringList lines;
    for (const QString &text : { m_place->text(), m_notes->toPlainText() }) {
        for (const uicommon::FoundLink &link : uicommon::linksIn(text)) {
            const QString line = uicommon::withLinks(text.mid(link.start, link.length));
            if (!lines.contains(line))
                lines.append(line);
        }
    }
    m_links->setText(lines.join(u"<br>"_s));
    m_links->setVisible(!lines.isEmpty());
}

void EventFields::openZone()
{
    m_isZoneOpen = true;
    follow();
    m_zone->setFocus();
    m_zone->lineEdit()->selectAll();
}

void EventFields::offerMail(bool isOffered)
{
    m_mail->setVisible(isOffered);
}

bool EventFields::wantsMail() const
{
    return m_mail->isVisibleTo(this) && m_mail->isChecked();
}

QString EventFields::calendarForNew() const
{
    return m_calendar->shown();
}

QStringList EventFields::problems() const
{
    QStringList problems = m_times->problems() + m_repeat->problems();
    const QString guest = m_guests->edit()->text().trimmed();
    if (!guest.isEmpty() && !isEmail(guest))
        problems.append(tr("“%1” is not an e-mail address.").arg(guest));
    return problems;
}

// Faults are marked at the field and explained elsewhere.
void EventFields::mark(const QSet<Field> &wrong)
{
    const auto markOne = [](QWidget *widget, bool isWrong) {
        QFont font = widget->font();
        font.setItalic(isWrong);
        widget->setFont(font);
        widget->setAccessibleDescription(isWrong ? tr("not valid") : QString());
    };
    m_times->markWrong(wrong.contains(Field::Times));
    markOne(m_zone, wrong.contains(Field::Zone));
    const QString guest = m_guests->edit()->text().trimmed();
    markOne(m_guests->edit(), wrong.contains(Field::Guests) || (!guest.isEmpty() && !isEmail(guest)));
}

void EventFields::finish()
{
    m_guests->takeTyped();
    m_times->finish();
    m_repeat->finish();
}

void EventFields::focusTitle()
{
    m_title->setFocus();
    m_title->selectAll();
}

} // namespace aria::editor

#include "editor/eventeditor.h"

#include "base/whenfinished.h"
#include "calendar/seriessplit.h"
#include "editor/guestlist.h"
#include "editor/newsline.h"
#include "editor/reminderlist.h"
#include "editor/repeateditor.h"
#include "editor/spanfields.h"
#include "uicommon/calendarbox.h"
#include "uicommon/errorwords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::editor {

using service::EventView;
using service::WriteOutcome;

namespace {

constexpr int mostAttempts = 4;

} // namespace

EventEditor::EventEditor(uicommon::ServiceLink &link, Clock &clock, RandomSource &random,
    const uicommon::UiFormat &format, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_clock(clock)
    , m_format(format)
    , m_idempotencyKey(newUuid(random))
    , m_fields(new QWidget(this))
    , m_scope(new QLabel(this))
    , m_loss(new QLabel(this))
    , m_title(new QLineEdit(this))
    , m_times(new SpanFields(format.locale, m_fields))
    , m_zone(new QComboBox(this))
    , m_repeat(new RepeatEditor(format, this))
    , m_calendar(new uicommon::CalendarBox(this))
    , m_place(new QLineEdit(this))
    , m_guests(new GuestList(this))
    , m_mail(new QCheckBox(tr("Send &mail to the guests"), this))
    , m_reminders(new ReminderList(this))
    , m_color(new QComboBox(this))
    , m_notes(new QPlainTextEdit(this))
    , m_news(new NewsLine(this))
    , m_problem(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    buildLayout();
    connectFields();
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &EventEditor::hear);
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, [this] { lookAgain(false); });
    connect(m_news, &NewsLine::mineWanted, this, [this] { decide(true); });
    connect(m_news, &NewsLine::theirsWanted, this, [this] { decide(false); });
    connect(m_news, &NewsLine::newWanted, this, &EventEditor::makeItNew);
}

// A field that loses the focus at the end says so, when what it would be told to is gone already.
EventEditor::~EventEditor()
{
    m_times->disconnect(this);
    m_repeat->disconnect(this);
    m_guests->disconnect(this);
}

void EventEditor::setCalendars(uicommon::CalendarBook &calendars)
{
    m_calendars = &calendars;
    m_calendar->setBook(calendars);
}

// Only where there is a choice. One occurrence cannot leave its series.
void EventEditor::showCalendar()
{
    m_form->setRowVisible(m_calendar, m_calendar->isAChoice());
    m_calendar->setEnabled(!m_view.event.isException() && !m_following);
    m_calendar->setToolTip(
        m_calendar->isEnabled() ? QString() : tr("A series is in one calendar, with all its events."));
}

void EventEditor::startNew(QDate day)
{
    startNew(newDraft(day, m_clock.nowUtc(), m_format.zone));
}

void EventEditor::startNew(const EventDraft &draft)
{
    setWindowTitle(tr("New event"));
    fill(draft, {});
}

void EventEditor::startEdit(const EventView &view)
{
    m_view = view;
    setWindowTitle(uicommon::titleOf(view.event));
    if (view.event.isMaster())
        m_scope->setText(tr("You are changing all events of this series."));
    else if (view.event.isException())
        m_scope->setText(tr("You are changing this event of a series only."));
    m_scope->setVisible(!m_scope->text().isEmpty());
    m_form->setRowVisible(m_repeat, !view.event.isException());
    EventDraft draft = draftOf(view.event, m_format.zone);
    draft.calendarId = view.calendarId;
    fill(draft, view.event);
}

void EventEditor::startFollowing(const service::FollowingView &view)
{
    if (view.isFirst)
        return startEdit(view.series);
    m_following = view;
    startEdit(view.series);
    QString scope = tr("You are changing this event and all that follow in its series.");
    if (view.hasMeeting)
        scope += u' ' + tr("They get a meeting link of their own.");
    m_scope->setText(scope);
    m_scope->show();
}

int EventEditor::lostOccurrences() const
{
    if (!m_following)
        return 0;
    const EventDraft now = draft();
    calendar::Event series;
    series.setTimes(startOf(now), endOf(now));
    series.set(u"recurrence"_s, QJsonArray::fromStringList(now.recurrence));
    const QTimeZone zone = QTimeZone::utc();
    return int(std::count_if(
        m_following->changed.begin(), m_following->changed.end(), [&](const calendar::EventTime &start) {
            return now.recurrence.isEmpty() || !calendar::hasPlaceFor(series, start, zone);
        }));
}

void EventEditor::fill(const EventDraft &draft, const calendar::Event &event)
{
    showDraft(draft, event.attendees());
    m_before = this->draft();
    m_title->setFocus();
    m_title->selectAll();
}

void EventEditor::resume(const EventDraft &draft, const QString &idempotencyKey)
{
    if (!idempotencyKey.isEmpty())
        m_idempotencyKey = idempotencyKey;
    showDraft(draft, guestsOf(draft));
    m_title->setFocus();
}

// With the answers that are known.
QJsonArray EventEditor::guestsOf(const EventDraft &draft) const
{
    const QJsonArray known = m_view.event.attendees();
    QJsonArray guests;
    for (const QString &email : draft.guests) {
        QJsonObject guest{ { u"email"_s, email } };
        for (const QJsonValue &attendee : known) {
            if (attendee["email"_L1].toString() == email)
                guest = attendee.toObject();
        }
        guests.append(guest);
    }
    return guests;
}

void EventEditor::showDraft(const EventDraft &draft, const QJsonArray &guests)
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
    m_repeat->setRule(repeatRuleOf(draft.recurrence, draft.startDate, zone), draft.startDate);
    if (m_place->text() != draft.place)
        m_place->setText(draft.place);
    m_calendar->setCalendar(draft.calendarId);
    showCalendar();
    m_guests->setGuests(guests);
    m_reminders->setReminders(draft.reminders);
    m_color->setCurrentIndex(std::max(0, m_color->findData(draft.colorId)));
    if (m_notes->toPlainText() != draft.notes)
        m_notes->setPlainText(draft.notes);
    m_isFilling = false;
    follow();
}

EventDraft EventEditor::draft() const
{
    EventDraft draft;
    draft.title = m_title->text();
    draft.place = m_place->text();
    draft.notes = m_notes->toPlainText();
    draft.colorId = m_color->currentData().toString();
    m_times->writeTo(draft);
    draft.zone = m_zone->currentText().trimmed().toUtf8();
    if (!m_view.event.isException()) {
        draft.recurrence = recurrenceLines(
            m_repeat->rule(), startOf(draft), calendar::zoneNamed(draft.zone).value_or(m_format.zone));
    }
    draft.guests = m_guests->emails();
    draft.calendarId = m_calendar->calendar();
    draft.reminders = m_reminders->reminders();
    return draft;
}

void EventEditor::follow()
{
    if (m_isFilling)
        return;
    const EventDraft now = draft();
    // The zone is shown only if it differs from the person's own, or is asked for.
    m_isZoneOpen = m_isZoneOpen || now.zone != m_format.zone.id();
    m_form->setRowVisible(m_zone, !now.isAllDay && m_isZoneOpen);
    m_times->offerZone(!now.isAllDay && !m_isZoneOpen);
    m_mail->setVisible(!now.guests.isEmpty() || !m_before.guests.isEmpty());
    m_repeat->setStart(now.startDate);
    m_repeat->showDates(startOf(now), endOf(now), now.recurrence);

    const int lost = problemsOf(now).isEmpty() ? lostOccurrences() : 0;
    m_loss->setText(lost == 0
            ? QString()
            : tr("%n later event(s) that were changed or cancelled on their own will be as the "
                 "rest of the series, because the times change.",
                nullptr, lost));
    m_loss->setVisible(lost > 0);

    const QList<Problem> problems = problemsOf(now);
    QStringList texts = fieldProblems();
    QSet<Field> fields;
    for (const Problem &problem : problems) {
        texts.append(problem.text);
        fields.insert(problem.field);
    }
    // Faults are marked at the field and explained below. An untouched new event is not blamed for
    // having no title yet.
    const auto mark = [&fields](QWidget *widget, Field field) {
        QFont font = widget->font();
        font.setItalic(fields.contains(field));
        widget->setFont(font);
        widget->setAccessibleDescription(fields.contains(field) ? tr("not valid") : QString());
    };
    m_times->markWrong(fields.contains(Field::Times));
    mark(m_zone, Field::Zone);
    const QString guest = m_guests->edit()->text().trimmed();
    if (!guest.isEmpty() && !isEmail(guest))
        fields.insert(Field::Guests);
    mark(m_guests->edit(), Field::Guests);
    const bool untouched = m_view.event.isEmpty() && now.title.isEmpty() && texts.size() == 1;
    m_problem->setText(untouched ? QString() : texts.join(u'\n'));
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(texts.isEmpty() && !m_isSaving && !m_newest);
    Q_EMIT edited();
}

void EventEditor::openZone()
{
    m_isZoneOpen = true;
    follow();
    m_zone->setFocus();
    m_zone->lineEdit()->selectAll();
}

// What stands in a field and says nothing that could be saved.
QStringList EventEditor::fieldProblems() const
{
    QStringList problems = m_times->problems() + m_repeat->problems();
    const QString guest = m_guests->edit()->text().trimmed();
    if (!guest.isEmpty() && !isEmail(guest))
        problems.append(tr("“%1” is not an e-mail address.").arg(guest));
    return problems;
}

void EventEditor::setSaving(bool saving)
{
    m_isSaving = saving;
    m_fields->setEnabled(!saving);
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(!saving);
    m_buttons->button(QDialogButtonBox::Save)->setText(saving ? tr("Saving…") : tr("&Save"));
}

bool EventEditor::isUnsaved() const
{
    return isChanged() || !fieldProblems().isEmpty();
}

KeptDraft EventEditor::kept() const
{
    return { draft(), m_view, isFollowing(), m_idempotencyKey };
}

void EventEditor::accept()
{
    if (m_isSaving || m_newest)
        return;
    m_guests->takeTyped();
    m_times->finish();
    m_repeat->finish();
    const EventDraft now = draft();
    follow();
    if (!problemsOf(now).isEmpty() || !fieldProblems().isEmpty())
        return;
    auto *service = m_link.service();
    if (!service) {
        showProblem(tr("The service is starting again. Please save once more in a moment."));
        return;
    }
    if (!m_view.event.isEmpty() && !isChanged())
        return QDialog::accept();
    setSaving(true);
    const bool isNew = m_view.event.isEmpty();
    EventDraft unmoved = now;
    unmoved.calendarId = m_before.calendarId;
    if (!isNew && unmoved == m_before)
        return moveThen({ m_view });
    service::EventInput input = inputFor(isNew ? nullptr : &m_before, now);
    if (m_mail->isVisibleTo(m_fields) && m_mail->isChecked())
        input.sendUpdates = calendar::SendUpdates::All;
    if (m_following)
        input.conference = m_following->hasMeeting;
    whenFinished(save(input), this, [this](const QFuture<Expected<WriteOutcome>> &future) {
        if (future.resultCount() > 0)
            return take(future.result());
        take(makeError(ErrorCategory::Unavailable, u"stopped"_s,
            tr("The service stopped before it answered. Please save once more.")));
    });
}

service::Reply<WriteOutcome> EventEditor::save(const service::EventInput &input)
{
    service::CalendarService &service = *m_link.service();
    if (m_view.event.isEmpty())
        return service.createEvent({ input, std::nullopt, m_idempotencyKey, m_calendar->shown() });
    const QString etag = m_isEtagChecked ? m_view.event.etag() : QString();
    const service::UpdateRequest request{ m_view.googleEventId, input, std::nullopt, etag,
        m_view.calendarId };
    return m_following ? service.updateFollowing(request) : service.updateEvent(request);
}

// The event with its new content goes to the calendar that was chosen.
void EventEditor::moveThen(const WriteOutcome &written)
{
    const QString target = m_calendar->calendar();
    auto *service = m_link.service();
    if (m_view.event.isEmpty() || target == m_view.calendarId || !service)
        return finishSaving(written);
    whenFinished(service->moveEvent({ m_view.key(), target }), this,
        [this, written](const QFuture<Expected<WriteOutcome>> &future) {
            if (future.resultCount() > 0 && future.result()) {
                m_movedFrom = m_view.calendarId;
                return finishSaving(*future.result());
            }
            setSaving(false);
            // What else was changed is saved.
            if (!written.view.event.isEmpty())
                m_view = written.view;
            m_before = draft();
            m_before.calendarId = m_view.calendarId;
            showProblem(tr("The event could not be moved to the other calendar: %1")
                            .arg(future.resultCount() > 0 ? uicommon::errorText(future.result().error())
                                                          : tr("The service stopped before it answered.")));
        });
}

void EventEditor::finishSaving(const WriteOutcome &written)
{
    setSaving(false);
    if (m_calendars && m_view.event.isEmpty() && !m_calendar->calendar().isEmpty())
        m_calendars->setTarget(m_calendar->calendar());
    Q_EMIT saved(written, m_view.event.isEmpty());
    QDialog::accept();
}

void EventEditor::take(const Expected<WriteOutcome> &outcome)
{
    if (outcome)
        return moveThen(*outcome);
    setSaving(false);
    // Not the version that was shown: see what changed, and ask only if both changed the same.
    if (outcome.error().category == ErrorCategory::Stale && ++m_attempts < mostAttempts)
        return lookAgain(true);
    m_attempts = 0;
    showProblem(tr("This could not be saved: %1").arg(uicommon::errorText(outcome.error())));
}

void EventEditor::showProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->show();
    m_problem->setFocus();
}

// Enter in a field acts on that field (it adds a guest); it does not save half an event, as in other dialogs.
void EventEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        return QDialog::keyPressEvent(event);
    if (auto *button = qobject_cast<QPushButton *>(focusWidget()))
        button->click();
}

void EventEditor::reject()
{
    if (m_isSaving || !isUnsaved())
        return QDialog::reject();
    auto *box = new QMessageBox(QMessageBox::Question, windowTitle(), tr("Discard what you typed?"),
        QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(
        box->button(QMessageBox::Discard), &QAbstractButton::clicked, this, [this] { QDialog::reject(); });
    box->open();
}

} // namespace aria::editor

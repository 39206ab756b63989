#include "editor/eventeditor.h"

#include "calendar/seriessplit.h"
#include "editor/eventfields.h"
#include "editor/eventsaver.h"
#include "editor/newsline.h"
#include "invitation/answerbar.h"
#include "uicommon/errorwords.h"
#include "uicommon/unsavedwords.h"

#include <QDialogButtonBox>
#include <QKeyEvent>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::editor {

using service::EventView;
using service::WriteOutcome;

namespace {

constexpr int mostAttempts = 4;

// Later ones whose own changes find no place in the series as it is filled in.
int lostOccurrences(const service::FollowingView &following, const EventDraft &now)
{
    calendar::Event series;
    series.setTimes(startOf(now), endOf(now));
    series.set(u"recurrence"_s, QJsonArray::fromStringList(now.recurrence));
    const QTimeZone zone = QTimeZone::utc();
    return int(std::count_if(
        following.changed.begin(), following.changed.end(), [&](const calendar::EventTime &start) {
            return now.recurrence.isEmpty() || !calendar::hasPlaceFor(series, start, zone);
        }));
}

} // namespace

EventEditor::EventEditor(uicommon::ServiceLink &link, Clock &clock, RandomSource &random,
    const uicommon::UiFormat &format, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_clock(clock)
    , m_format(format)
    , m_idempotencyKey(newUuid(random))
    , m_content(new QWidget(this))
    , m_scope(new QLabel(this))
    , m_answer(new invitation::AnswerBar(link, m_content))
    , m_fields(new EventFields(link, clock, format, m_content))
    , m_saver(new EventSaver(link, this))
    , m_loss(new QLabel(this))
    , m_news(new NewsLine(this))
    , m_problem(new QLabel(this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this))
{
    buildLayout();
    addKeys();
    connectSaver();
    connect(m_fields, &EventFields::changed, this, &EventEditor::follow);
    connect(m_fields, &EventFields::edited, this, &EventEditor::edited);
    connect(m_fields, &EventFields::saveWanted, this, &EventEditor::accept);
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &EventEditor::hear);
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, [this] { lookAgain(false); });
    connect(m_news, &NewsLine::mineWanted, this, [this] { decide(true); });
    connect(m_news, &NewsLine::theirsWanted, this, [this] { decide(false); });
    connect(m_news, &NewsLine::newWanted, this, &EventEditor::makeItNew);
}

// A field that loses the focus reads what was typed, which has to happen while all of this still exists.
EventEditor::~EventEditor()
{
    hide();
}

void EventEditor::connectSaver()
{
    connect(m_saver, &EventSaver::savingChanged, this, [this] {
        const bool isSaving = m_saver->isSaving();
        m_content->setEnabled(!isSaving);
        m_buttons->button(QDialogButtonBox::Save)->setEnabled(!isSaving);
        m_buttons->button(QDialogButtonBox::Save)->setText(isSaving ? tr("Saving…") : tr("&Save"));
    });
    connect(m_saver, &EventSaver::saved, this, [this](const WriteOutcome &outcome) {
        const bool isNew = m_view.event.isEmpty();
        if (const QString chosen = draft().calendarId; m_calendars && isNew && !chosen.isEmpty())
            m_calendars->setTarget(chosen);
        Q_EMIT saved(outcome, isNew);
        QDialog::accept();
    });
    // Not the version that was shown: see what changed, and ask only if both changed the same.
    connect(m_saver, &EventSaver::stale, this, [this](const QString &text) {
        if (++m_attempts < mostAttempts)
            return lookAgain(true);
        m_attempts = 0;
        showProblem(text);
    });
    connect(m_saver, &EventSaver::refused, this, [this](const QString &text) {
        m_attempts = 0;
        showProblem(text);
    });
    connect(m_saver, &EventSaver::notMoved, this, [this](const EventView &view, const QString &text) {
        m_view = view;
        m_before = draft();
        m_before.calendarId = view.calendarId;
        showProblem(text);
    });
}

void EventEditor::setCalendars(uicommon::CalendarBook &calendars)
{
    m_calendars = &calendars;
    m_fields->setCalendars(calendars);
    connect(&calendars, &uicommon::CalendarBook::changed, this, &EventEditor::showScope);
}

QString EventEditor::movedFrom() const
{
    return m_saver->movedFrom();
}

bool EventEditor::isContentSaved() const
{
    return m_saver->isContentSaved();
}

void EventEditor::startNew(QDate day)
{
    startNew(newDraft(day, m_clock.nowUtc(), m_format.zone));
}

void EventEditor::startNew(const EventDraft &draft)
{
    setWindowTitle(tr("New event"));
    m_fields->setEvent({}, false);
    fill(draft, {});
}

void EventEditor::startEdit(const EventView &view)
{
    setWindowTitle(uicommon::titleOf(view.event));
    setEvent(view);
    EventDraft draft = draftOf(view.event, m_format.zone);
    draft.calendarId = view.calendarId;
    fill(draft, view.event);
    showScope();
    if (!invitation::mayChange(view.event))
        m_answer->focusFirst();
}

void EventEditor::startFollowing(const service::FollowingView &view)
{
    if (!view.isFirst)
        m_following = view;
    startEdit(view.series);
}

void EventEditor::setEvent(const EventView &view)
{
    m_view = view;
    m_answer->setEvent(view);
    m_fields->setEvent(view, isFollowing());
}

// What is being changed, and what others decide.
void EventEditor::showScope()
{
    QStringList lines;
    if (m_following) {
        lines.append(tr("You are changing this event and all that follow in its series."));
        if (m_following->hasMeeting)
            lines.last() += u' ' + tr("They get a meeting link of their own.");
    } else if (m_view.event.isMaster()) {
        lines.append(tr("You are changing all events of this series."));
    } else if (m_view.event.isException()) {
        lines.append(tr("You are changing this event of a series only."));
    }
    if (m_fields->isReadOnly()) {
        lines = { uicommon::errorText({ ErrorCategory::Forbidden, u"read_only_calendar"_s, {} }) };
    } else if (!invitation::mayChange(m_view.event)) {
        const QString host = invitation::hostOf(m_view.event);
        lines.append(host.isEmpty()
                ? tr("Somebody else organizes it: you can answer, and choose your own reminder and colour.")
                : tr("%1 organizes it: you can answer, and choose your own reminder and colour.", "a person")
                      .arg(host));
    }
    m_scope->setText(lines.join(u'\n'));
    m_scope->setVisible(!lines.isEmpty());
}

void EventEditor::fill(const EventDraft &draft, const calendar::Event &event)
{
    m_fields->showDraft(draft, event.isEmpty() ? guestsOf(draft, event) : event.attendees());
    m_before = this->draft();
    m_fields->focusTitle();
    follow();
}

void EventEditor::resume(const EventDraft &draft, const QString &idempotencyKey)
{
    if (!idempotencyKey.isEmpty())
        m_idempotencyKey = idempotencyKey;
    m_fields->showDraft(draft, guestsOf(draft, m_view.event));
    m_fields->focusTitle();
}

EventDraft EventEditor::draft() const
{
    return m_fields->draft();
}

void EventEditor::follow()
{
    const EventDraft now = draft();
    m_fields->offerMail(m_fields->mayChange() && (!now.guests.isEmpty() || !m_before.guests.isEmpty()));
    const QList<Problem> problems = problemsOf(now);
    const int lost = m_following && problems.isEmpty() ? lostOccurrences(*m_following, now) : 0;
    m_loss->setText(lost == 0
            ? QString()
            : tr("%n later event(s) that were changed or cancelled on their own will be as the "
                 "rest of the series, because the times change.",
                nullptr, lost));
    m_loss->setVisible(lost > 0);

    QStringList texts = m_fields->problems();
    QSet<Field> wrong;
    for (const Problem &problem : problems) {
        texts.append(problem.text);
        wrong.insert(problem.field);
    }
    m_fields->mark(wrong);
    // An untouched new event is not blamed for having no title yet.
    const bool untouched = m_view.event.isEmpty() && now.title.isEmpty() && texts.size() == 1;
    m_problem->setText(untouched ? QString() : texts.join(u'\n'));
    m_problem->setVisible(!m_problem->text().isEmpty());
    m_buttons->button(QDialogButtonBox::Save)
        ->setEnabled(texts.isEmpty() && !m_saver->isSaving() && !m_newest);
    Q_EMIT edited();
}

bool EventEditor::isUnsaved() const
{
    return isChanged() || !m_fields->problems().isEmpty();
}

bool EventEditor::hasNote() const
{
    return m_answer->isUnsaved();
}

KeptDraft EventEditor::kept() const
{
    return { draft(), m_view, isFollowing(), m_idempotencyKey };
}

void EventEditor::accept()
{
    if (m_saver->isSaving() || m_newest)
        return;
    m_fields->finish();
    const EventDraft now = draft();
    follow();
    if (!problemsOf(now).isEmpty() || !m_fields->problems().isEmpty())
        return;
    if (!m_link.service())
        return showProblem(tr("The service is starting again. Please save once more in a moment."));
    if (!m_view.event.isEmpty() && !isChanged())
        return QDialog::accept();
    const bool isNew = m_view.event.isEmpty();
    EventDraft unmoved = now;
    unmoved.calendarId = m_before.calendarId;
    Saving saving{ m_view, inputFor(isNew ? nullptr : &m_before, now), isFollowing(),
        isNew || unmoved != m_before, m_isEtagChecked ? m_view.event.etag() : QString(), m_idempotencyKey,
        isNew ? m_fields->calendarForNew() : now.calendarId };
    if (m_fields->wantsMail())
        saving.input.sendUpdates = calendar::SendUpdates::All;
    if (m_following)
        saving.input.conference = m_following->hasMeeting;
    m_saver->save(saving);
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
    if (m_saver->isSaving() || !(isUnsaved() || hasNote()))
        return QDialog::reject();
    uicommon::askToDiscard(*this, [this] { QDialog::reject(); });
}

} // namespace aria::editor

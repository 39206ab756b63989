#include "card/eventcard.h"

#include "base/whenfinished.h"
#include "card/cardtext.h"
#include "card/googlepage.h"
#include "diff/recurrencewords.h"
#include "invitation/answerbar.h"
#include "uicommon/calendarbook.h"
#include "uicommon/errorwords.h"
#include "uicommon/meetinglink.h"
#include "uicommon/notestext.h"
#include "uicommon/syncnote.h"
#include "uicommon/unsavedwords.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::card {

using service::EventView;

namespace {

constexpr int mostGuests = 50;

} // namespace

EventCard::EventCard(
    uicommon::ServiceLink &link, const Clock &clock, const uicommon::UiFormat &format, QWidget *parent)
    : QDialog(parent)
    , m_link(link)
    , m_clock(clock)
    , m_format(format)
{
    buildLayout();
    connect(&m_link, &uicommon::ServiceLink::eventsChanged, this, &EventCard::follow);
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &EventCard::readAgain);
    connect(m_answer, &invitation::AnswerBar::answered, this, &EventCard::answered);
}

void EventCard::setCalendars(uicommon::CalendarBook &calendars)
{
    m_calendars = &calendars;
    connect(m_calendars, &uicommon::CalendarBook::changed, this, &EventCard::showCalendar);
}

bool EventCard::isUnsaved() const
{
    return m_answer->isUnsaved();
}

void EventCard::discard()
{
    m_answer->discardNote();
}

void EventCard::reject()
{
    if (!isUnsaved())
        return QDialog::reject();
    uicommon::askToDiscard(*this, [this] {
        discard(); // the card is shown again for the next event
        QDialog::reject();
    });
}

void EventCard::setEvent(const EventView &view)
{
    m_view = view;
    m_isGone = false;
    m_rule = view.event.recurrence();
    say({});
    showFacts();
    readSeries();
    m_edit->setFocus();
}

void EventCard::showFacts()
{
    const calendar::Event &event = m_view.event;
    const auto put = [this](QLabel *label, const QString &text) {
        label->setText(text);
        label->setVisible(!text.isEmpty());
        if (auto *sign = findChild<QLabel *>(label->objectName() + u"Sign"_s))
            sign->setVisible(!text.isEmpty());
    };
    setWindowTitle(uicommon::titleOf(event));
    put(m_title, uicommon::titleOf(event));
    put(m_times, timesOf(event, m_format, m_clock.nowUtc()).join(u'\n'));
    put(m_repeats, m_rule.isEmpty() ? QString() : diff::recurrenceText(m_rule, m_format));
    put(m_place, uicommon::withLinks(event.location().trimmed()));
    const QStringList guests = guestsOf(event, mostGuests);
    put(m_guestsTitle,
        guests.isEmpty() ? QString() : tr("%n guest(s)", nullptr, int(event.attendees().size())));
    put(m_guests, guests.join(u'\n'));
    put(m_notes, uicommon::withLinks(uicommon::plainNotes(event.description()).trimmed()));
    QStringList files;
    for (const Attachment &attachment : attachmentsOf(event)) {
        files.append(u"<a href=\"%1\">%2</a>"_s.arg(
            attachment.url.toString(QUrl::FullyEncoded).toHtmlEscaped(), attachment.title.toHtmlEscaped()));
    }
    put(m_attachments, files.join(u"<br>"_s));
    showCalendar();
    put(m_sync, m_isGone ? tr("This event was deleted.") : uicommon::syncNote(m_view));
    m_answer->setEvent(m_isGone ? EventView() : m_view);
    m_join->setVisible(!uicommon::meetingOf(event).isEmpty());
    m_edit->setEnabled(!m_isGone);
    const bool hasPage = !pageOf(event).isEmpty() && !m_isGone;
    m_page->setEnabled(hasPage);
    m_copy->setEnabled(hasPage);
}

void EventCard::showCalendar()
{
    auto *sign = findChild<QLabel *>(m_calendar->objectName() + u"Sign"_s);
    const bool isShown = m_calendars && !m_view.calendarId.isEmpty();
    m_calendar->setVisible(isShown);
    sign->setVisible(isShown);
    if (!isShown)
        return;
    const uicommon::CalendarEntry entry = m_calendars->entry(m_view.calendarId);
    m_calendar->setText(entry.name);
    const int size = fontMetrics().height();
    const QColor color = entry.color.isValid() ? entry.color : palette().color(QPalette::Highlight);
    sign->setPixmap(uicommon::swatch(color).pixmap(size, size));
}

void EventCard::follow(const QList<service::EventChange> &changes)
{
    const service::EventKey series(m_view.event.recurringEventId(), m_view.calendarId);
    const bool isMine = std::any_of(changes.begin(), changes.end(), [&](const service::EventChange &change) {
        return m_view.key().matches(change.key()) || (!series.isEmpty() && series.matches(change.key()));
    });
    if (isMine)
        readAgain();
}

void EventCard::readAgain()
{
    auto *service = m_link.service();
    if (!service || m_view.googleEventId.isEmpty())
        return;
    const service::EventKey key = m_view.key();
    whenFinished(service->event(key), this, [this, key](const QFuture<Expected<EventView>> &future) {
        if (future.resultCount() == 0 || !m_view.key().matches(key))
            return;
        const Expected<EventView> view = future.result();
        if (view) {
            m_isGone = false;
            m_view = *view;
            readSeries();
        } else if (view.error().category == ErrorCategory::NotFound) {
            m_isGone = true;
        } else {
            return say(uicommon::errorText(view.error()));
        }
        showFacts();
    });
}

void EventCard::readSeries()
{
    auto *service = m_link.service();
    const service::EventKey series(m_view.event.recurringEventId(), m_view.calendarId);
    if (!service || series.id.isEmpty())
        return;
    const service::EventKey key = m_view.key();
    whenFinished(service->event(series), this, [this, key](const QFuture<Expected<EventView>> &future) {
        if (future.resultCount() == 0 || !m_view.key().matches(key))
            return;
        const Expected<EventView> master = future.result();
        if (!master)
            return; // the card says all but how often it repeats
        m_rule = master->event.recurrence();
        showFacts();
    });
}

void EventCard::copyLink()
{
    const QUrl page = pageOf(m_view.event);
    QGuiApplication::clipboard()->setText(page.toString(QUrl::FullyEncoded));
    say(tr("The link is copied."));
}

void EventCard::say(const QString &text)
{
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    QAccessibleEvent spoken(m_said, QAccessible::Alert);
    QAccessible::updateAccessibility(&spoken);
}

} // namespace aria::card

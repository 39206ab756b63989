// EventEditor: what happens to the event while it is being edited.
#include "editor/eventeditor.h"

#include "base/whenfinished.h"
#include "calendar/fields.h"
#include "diff/fieldwords.h"
#include "editor/draftmerge.h"
#include "editor/eventfields.h"
#include "editor/eventsaver.h"
#include "editor/newsline.h"
#include "editor/repeatrule.h"
#include "invitation/answerbar.h"
#include "uicommon/errorwords.h"

using namespace Qt::StringLiterals;

namespace aria::editor {

using service::EventKey;
using service::EventView;
using sync::EventChange;

namespace {

// As the fields give it when they show it.
EventDraft asFilled(EventDraft draft, const QTimeZone &ownZone)
{
    const QTimeZone zone = calendar::zoneNamed(draft.zone).value_or(ownZone);
    const RepeatRule rule = repeatRuleOf(draft.recurrence, draft.startDate, zone);
    draft.recurrence = recurrenceLines(rule, startOf(draft), zone);
    return draft;
}

QString newsText(const EventView &view, const QStringList &fields, const uicommon::UiFormat &format)
{
    QStringList lines{ EventEditor::tr("This event was changed meanwhile:") };
    for (const QString &field : fields) {
        const QString value =
            diff::fieldText(field, calendar::fieldValue(calendar::fieldOfApiName(field), view.event), format);
        lines.append(EventEditor::tr("%1: %2", "a field of an event and its value")
                         .arg(diff::fieldLabel(field),
                             value.isEmpty() ? EventEditor::tr("nothing", "an empty field") : value));
    }
    return lines.join(u'\n');
}

} // namespace

void EventEditor::hear(const QList<EventChange> &changes)
{
    const QString series = m_view.event.recurringEventId();
    const QString own = m_following ? m_view.googleEventId.left(m_view.googleEventId.lastIndexOf(u'_'))
                                    : m_view.googleEventId;
    const bool isOurs = std::any_of(changes.begin(), changes.end(), [&](const EventChange &change) {
        const bool sameCalendar = change.calendarId.isEmpty() || m_view.calendarId.isEmpty()
            || change.calendarId == m_view.calendarId;
        return sameCalendar
            && (change.googleEventId == own || (!series.isEmpty() && change.googleEventId == series));
    });
    if (isOurs)
        lookAgain(false);
}

void EventEditor::lookAgain(bool thenSave)
{
    auto *service = m_link.service();
    if (!service || m_view.event.isEmpty() || (m_saver->isSaving() && !thenSave))
        return;
    const auto take = [this, thenSave](const Expected<EventView> &view) {
        if (view)
            return learn(*view, thenSave);
        if (view.error().category == ErrorCategory::NotFound)
            m_news->askWhetherNew(tr("This event was deleted meanwhile."));
        else if (thenSave)
            showProblem(uicommon::errorText(view.error()));
    };
    if (m_following) {
        using service::FollowingView;
        whenFinished(
            service->following(m_view.key()), this, [take](const QFuture<Expected<FollowingView>> &future) {
                if (future.resultCount() > 0)
                    take(future.result().map([](const FollowingView &view) { return view.series; }));
            });
        return;
    }
    whenFinished(service->event(m_view.key()), this, [take](const QFuture<Expected<EventView>> &future) {
        if (future.resultCount() > 0)
            take(future.result());
    });
}

void EventEditor::learn(const EventView &view, bool thenSave)
{
    const EventDraft theirs = draftOf(view.event, m_format.zone);
    const Meanwhile meanwhile = compare(draftOf(m_view.event, m_format.zone), m_before, draft(), theirs);
    if (meanwhile.both.isEmpty()) {
        // The same content under the same etag is no other version, whatever the service compares it with.
        m_isEtagChecked = !thenSave || view.event.etag() != m_view.event.etag();
        takeOver(view, meanwhile.theirs);
        if (!meanwhile.theirs.isEmpty())
            m_news->tell(newsText(view, meanwhile.theirs, m_format));
        if (thenSave)
            accept();
        return;
    }
    m_newest = view;
    m_news->askWhose(newsText(view, meanwhile.theirs, m_format));
    follow(); // it cannot be saved before that is decided
}

// From now on this version is the one that is being edited. The fields take theirs; all others stay as they are.
void EventEditor::takeOver(const EventView &view, const QStringList &fields)
{
    const EventDraft theirs = draftOf(view.event, m_format.zone);
    EventDraft now = draft();
    for (const QString &field : fields)
        takeField(field, theirs, now);
    setEvent(view);
    m_newest.reset();
    m_before = asFilled(theirs, m_format.zone);
    m_before.calendarId = view.calendarId;
    if (!fields.isEmpty())
        m_fields->showDraft(now, guestsOf(now, view.event));
    follow();
}

void EventEditor::decide(bool isMine)
{
    if (!m_newest)
        return;
    const EventView view = *m_newest;
    Meanwhile meanwhile =
        compare(draftOf(m_view.event, m_format.zone), m_before, draft(), draftOf(view.event, m_format.zone));
    if (isMine)
        meanwhile.theirs.removeIf([&](const QString &field) { return meanwhile.both.contains(field); });
    m_news->hide();
    takeOver(view, meanwhile.theirs);
}

void EventEditor::makeItNew()
{
    m_newest.reset();
    m_following.reset();
    m_before = {};
    setEvent({});
    m_scope->hide();
    setWindowTitle(tr("New event"));
    m_news->hide();
    follow();
}

} // namespace aria::editor

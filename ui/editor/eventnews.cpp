// EventEditor: what happens to the event while it is being edited.
#include "editor/eventeditor.h"

#include "base/whenfinished.h"
#include "calendar/fields.h"
#include "diff/fieldwords.h"
#include "editor/draftmerge.h"
#include "editor/newsline.h"
#include "editor/repeateditor.h"
#include "editor/repeatrule.h"
#include "invitation/answerbar.h"
#include "uicommon/errorwords.h"

#include <QFormLayout>
#include <QLabel>

using namespace Qt::StringLiterals;

namespace aria::editor {

using service::EventKey;
using service::EventView;
using sync::EventChange;

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
    if (!service || m_view.event.isEmpty() || (m_isSaving && !thenSave))
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
            m_news->tell(newsText(view, meanwhile.theirs));
        if (thenSave)
            accept();
        return;
    }
    m_newest = view;
    m_news->askWhose(newsText(view, meanwhile.theirs));
    follow(); // it cannot be saved before that is decided
}

// From now on this version is the one that is being edited. The fields take theirs; all others stay as they are.
void EventEditor::takeOver(const EventView &view, const QStringList &fields)
{
    const EventDraft theirs = draftOf(view.event, m_format.zone);
    EventDraft now = draft();
    for (const QString &field : fields)
        takeField(field, theirs, now);
    m_view = view;
    m_answer->setEvent(view);
    m_newest.reset();
    m_before = asFilled(theirs);
    m_before.calendarId = view.calendarId;
    if (!fields.isEmpty())
        showDraft(now, guestsOf(now));
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

// As draft() gives it when the fields show it.
EventDraft EventEditor::asFilled(EventDraft draft) const
{
    const QTimeZone zone = calendar::zoneNamed(draft.zone).value_or(m_format.zone);
    const RepeatRule rule = repeatRuleOf(draft.recurrence, draft.startDate, zone);
    draft.recurrence = recurrenceLines(rule, startOf(draft), zone);
    return draft;
}

void EventEditor::makeItNew()
{
    m_view = {};
    m_newest.reset();
    m_following.reset();
    m_before = {};
    m_form->setRowVisible(m_repeat, true);
    m_answer->setEvent(m_view);
    lockWhatOthersOwn();
    m_scope->hide();
    setWindowTitle(tr("New event"));
    m_news->hide();
    follow();
}

QString EventEditor::newsText(const EventView &view, const QStringList &fields) const
{
    QStringList lines{ tr("This event was changed meanwhile:") };
    for (const QString &field : fields) {
        const QString value = diff::fieldText(
            field, calendar::fieldValue(calendar::fieldOfApiName(field), view.event), m_format);
        lines.append(
            tr("%1: %2", "a field of an event and its value")
                .arg(diff::fieldLabel(field), value.isEmpty() ? tr("nothing", "an empty field") : value));
    }
    return lines.join(u'\n');
}

} // namespace aria::editor

// The open editors, one per event, and what in them is not saved yet.
#pragma once

#include "agenda/eventcommands.h"
#include "base/clock.h"
#include "base/random.h"
#include "editor/drafts.h"
#include "uicommon/calendarbook.h"
#include "uicommon/servicelink.h"
#include "uicommon/uiformat.h"

#include <QPointer>
#include <QTimer>

namespace aria::editor {
class EventEditor;
}

namespace aria::trayicon {

// Lives on the UI thread; the references outlive it.
class Editors : public QObject
{
    Q_OBJECT
public:
    // draftsFile: keeps what is typed over the end of the program, however it ends.
    Editors(uicommon::ServiceLink &link, Clock &clock, RandomSource &random, const uicommon::UiFormat &format,
        uicommon::CalendarBook &calendars, const QString &draftsFile, QObject *parent = nullptr);
    ~Editors() override;

    void newEvent(QDate day); // invalid: today
    void newEvent(const editor::EventDraft &draft);
    void newEvent(const service::CreateRequest &begun);
    // Of a series it asks what to change. parent: of the question.
    void edit(const service::EventView &view, QWidget *parent);

    QList<editor::EventEditor *> unsaved() const;
    // Offers what an earlier run left; once.
    void offerDrafts();
    void keepDrafts(); // now; otherwise a moment after something was typed
    void discardUnsaved(); // closes these editors
    // The program ends, and asks no more. What is not saved is offered at the next start.
    void closeAll();

Q_SIGNALS:
    void saved(const aria::agenda::Undoable &edit, bool pushed);
    void failed(const QString &message); // an event could not be opened

private:
    editor::EventEditor *make();
    service::CalendarService *serviceOrSay(); // null: there is none, and failed() said so
    void editLoaded(const service::EventView &view);
    void editSeries(const service::EventKey &series);
    void editFollowing(const service::EventKey &occurrence, const editor::KeptDraft *draft = nullptr);
    editor::EventEditor *open(
        const service::EventKey &name, const std::function<void(editor::EventEditor &)> &start);
    void resume(const editor::KeptDraft &kept);
    static void raise(editor::EventEditor &editor);

    uicommon::ServiceLink &m_link;
    Clock &m_clock;
    RandomSource &m_random;
    uicommon::UiFormat m_format;
    uicommon::CalendarBook &m_calendars;
    editor::Drafts m_drafts;
    QList<editor::KeptDraft> m_offered; // not decided about yet
    QTimer m_keepSoon;
    bool m_isEnding = false;
    QList<QPointer<editor::EventEditor>> m_all;
    // One an event; an id with "+": and what follows it.
    QHash<service::EventKey, QPointer<editor::EventEditor>> m_named;
};

} // namespace aria::trayicon

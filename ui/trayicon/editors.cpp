#include "trayicon/editors.h"

#include "base/whenfinished.h"
#include "editor/eventeditor.h"
#include "uicommon/errorwords.h"

#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace aria::trayicon {

using editor::EventEditor;
using editor::KeptDraft;
using service::EventKey;
using service::EventView;

namespace {

constexpr std::chrono::seconds keepAfter{ 1 };

EventKey followingName(const EventKey &occurrence)
{
    return EventKey(occurrence.id + u'+', occurrence.calendarId);
}

} // namespace

Editors::Editors(uicommon::ServiceLink &link, Clock &clock, RandomSource &random,
    const uicommon::UiFormat &format, uicommon::CalendarBook &calendars, const QString &draftsFile,
    QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_clock(clock)
    , m_random(random)
    , m_format(format)
    , m_calendars(calendars)
    , m_drafts(draftsFile)
    , m_offered(m_drafts.read())
{
    m_keepSoon.setSingleShot(true);
    connect(&m_keepSoon, &QTimer::timeout, this, &Editors::keepDrafts);
}

Editors::~Editors()
{
    closeAll();
}

EventEditor *Editors::make()
{
    auto *dialog = new EventEditor(m_link, m_clock, m_random, m_format);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setCalendars(m_calendars);
    m_all.removeAll(QPointer<EventEditor>());
    m_all.append(dialog);
    connect(
        dialog, &EventEditor::saved, this, [this, dialog](const service::WriteOutcome &outcome, bool isNew) {
            using agenda::Undoable;
            Undoable edit{ isNew                    ? Undoable::Kind::Created
                    : dialog->isFollowing()         ? Undoable::Kind::UpdatedFollowing
                    : dialog->movedFrom().isEmpty() ? Undoable::Kind::Updated
                                                    : Undoable::Kind::Moved,
                uicommon::titleOf(outcome.view.event), outcome.view, outcome.view.googleEventId,
                outcome.view.localId };
            edit.movedFrom = dialog->movedFrom();
            edit.isChangedToo = dialog->isContentSaved();
            edit.isInConflict = outcome.view.status == store::SyncStatus::Conflict;
            Q_EMIT saved(edit, outcome.pushed);
        });
    const auto keepSoon = [this] {
        if (!m_isEnding && !m_keepSoon.isActive())
            m_keepSoon.start(keepAfter);
    };
    connect(dialog, &EventEditor::edited, this, keepSoon);
    connect(dialog, &QObject::destroyed, this, keepSoon);
    return dialog;
}

void Editors::raise(EventEditor &editor)
{
    editor.show();
    editor.raise();
    editor.activateWindow();
}

void Editors::newEvent(QDate day)
{
    EventEditor *dialog = make();
    dialog->startNew(day);
    raise(*dialog);
}

void Editors::newEvent(const editor::EventDraft &draft)
{
    EventEditor *dialog = make();
    dialog->startNew(draft);
    raise(*dialog);
}

void Editors::newEvent(const service::CreateRequest &begun)
{
    EventEditor *dialog = make();
    dialog->startNew(QDate());
    editor::EventDraft draft = editor::draftOf(begun.content, m_format.zone);
    draft.calendarId = begun.calendarId;
    dialog->resume(draft); // it was typed: closing asks
    raise(*dialog);
}

void Editors::edit(const EventView &view, QWidget *parent)
{
    const QString series = view.event.recurringEventId();
    if (series.isEmpty())
        return editLoaded(view);
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Open repeating event"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("“%1” repeats. What do you want to change?").arg(uicommon::titleOf(view.event)));
    QPushButton *one = box->addButton(tr("&This event"), QMessageBox::AcceptRole);
    // Only its organizer can decide how a series goes on.
    if (view.event.organizedBySelf()) {
        QPushButton *following = box->addButton(tr("This and &following events"), QMessageBox::AcceptRole);
        connect(following, &QPushButton::clicked, this, [this, key = view.key()] { editFollowing(key); });
    }
    QPushButton *all = box->addButton(tr("&All of the series"), QMessageBox::AcceptRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(one);
    connect(one, &QPushButton::clicked, this, [this, view] { editLoaded(view); });
    connect(all, &QPushButton::clicked, this,
        [this, master = EventKey(series, view.calendarId)] { editSeries(master); });
    box->open();
}

service::CalendarService *Editors::serviceOrSay()
{
    auto *service = m_link.service();
    if (!service)
        Q_EMIT failed(tr("The service is starting again. Please try once more in a moment."));
    return service;
}

void Editors::editSeries(const EventKey &series)
{
    auto *service = serviceOrSay();
    if (!service)
        return;
    whenFinished(service->event(series), this, [this](const QFuture<Expected<EventView>> &future) {
        if (future.resultCount() == 0)
            return;
        if (const Expected<EventView> view = future.result(); view)
            editLoaded(*view);
        else
            Q_EMIT failed(uicommon::errorText(view.error()));
    });
}

void Editors::editFollowing(const EventKey &occurrence, const KeptDraft *draft)
{
    using service::FollowingView;
    const std::optional<KeptDraft> kept = draft ? std::optional(*draft) : std::nullopt;
    auto *service = serviceOrSay();
    if (!service && kept)
        m_offered.append(*kept); // what was typed stays for the next start
    if (!service)
        return;
    whenFinished(service->following(occurrence), this,
        [this, occurrence, kept](const QFuture<Expected<FollowingView>> &future) {
            if (future.resultCount() == 0)
                return;
            const Expected<FollowingView> view = future.result();
            if (!view && kept)
                return newEvent(kept->draft); // what was typed is there all the same
            if (!view)
                return Q_EMIT failed(uicommon::errorText(view.error()));
            EventEditor *editor = open(view->isFirst ? view->series.key() : followingName(occurrence),
                [&view](EventEditor &dialog) { dialog.startFollowing(*view); });
            if (kept)
                editor->resume(kept->draft);
        });
}

void Editors::editLoaded(const EventView &view)
{
    open(view.key(), [&view](EventEditor &editor) { editor.startEdit(view); });
}

// The editor that is already open for this event, or a new one.
EventEditor *Editors::open(const EventKey &name, const std::function<void(EventEditor &)> &start)
{
    QPointer<EventEditor> &editor = m_named[name];
    if (!editor) {
        editor = make();
        start(*editor);
    }
    raise(*editor);
    return editor;
}

QList<EventEditor *> Editors::unsaved() const
{
    QList<EventEditor *> found;
    for (const auto &editor : m_all) {
        if (editor && editor->isUnsaved())
            found.append(editor);
    }
    return found;
}

void Editors::keepDrafts()
{
    if (m_isEnding)
        return;
    m_keepSoon.stop();
    QList<KeptDraft> drafts = m_offered;
    const QList<EventEditor *> open = unsaved();
    for (const EventEditor *editor : open)
        drafts.append(editor->kept());
    m_drafts.write(drafts);
}

void Editors::offerDrafts()
{
    if (m_offered.isEmpty())
        return;
    QStringList titles;
    for (const KeptDraft &kept : std::as_const(m_offered))
        titles.append(tr("“%1”", "title of an event").arg(kept.title()));
    auto *box = new QMessageBox(QMessageBox::Question, tr("Not saved yet"),
        tr("%n event(s) were being written when the program "
           "ended: %1. Do you want to go on?",
            nullptr, int(titles.size()))
            .arg(m_format.locale.createSeparatedList(titles)));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    QPushButton *open = box->addButton(tr("&Go on"), QMessageBox::AcceptRole);
    QPushButton *discard = box->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    box->addButton(tr("&Later"), QMessageBox::RejectRole);
    box->setDefaultButton(open);
    connect(this, &QObject::destroyed, box, &QObject::deleteLater);
    connect(open, &QPushButton::clicked, this, [this] {
        const QList<KeptDraft> drafts = std::exchange(m_offered, {});
        for (const KeptDraft &kept : drafts)
            resume(kept);
    });
    connect(discard, &QPushButton::clicked, this, [this] {
        m_offered.clear();
        keepDrafts();
    });
    box->show();
    box->activateWindow();
}

void Editors::resume(const KeptDraft &kept)
{
    if (kept.isFollowing)
        return editFollowing(kept.view.key(), &kept);
    EventEditor *editor = kept.view.event.isEmpty()
        ? make()
        : open(kept.view.key(), [&kept](EventEditor &dialog) { dialog.startEdit(kept.view); });
    if (kept.view.event.isEmpty())
        editor->startNew(QDate());
    editor->resume(kept.draft, kept.idempotencyKey);
    raise(*editor);
}

void Editors::discardUnsaved()
{
    const QList<EventEditor *> editors = unsaved();
    qDeleteAll(editors);
    keepDrafts();
}

void Editors::closeAll()
{
    if (m_isEnding)
        return;
    keepDrafts();
    m_isEnding = true;
    m_named.clear();
    const auto all = std::exchange(m_all, {});
    for (const auto &editor : all)
        delete editor.data();
}

} // namespace aria::trayicon

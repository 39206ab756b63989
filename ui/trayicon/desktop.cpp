#include "trayicon/desktop.h"

#include "base/whenfinished.h"
#include "editor/eventeditor.h"
#include "uicommon/errorwords.h"

#include <QApplication>
#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>

using namespace Qt::StringLiterals;

namespace aria::trayicon {

using service::EventView;

Desktop::Desktop(uicommon::ServiceLink &link, Clock &clock, RandomSource &random, QSettings &state,
    const uicommon::UiFormat &format, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_clock(clock)
    , m_random(random)
    , m_state(state)
    , m_format(format)
    , m_watch(link)
    , m_actions(link, m_watch, clock, state)
    , m_menu(link, m_actions, clock, format)
    , m_tray(m_watch, m_actions, m_menu, clock, format)
{
    connectActions();
    setDoors({});
}

Desktop::~Desktop()
{
    closeAll();
}

void Desktop::connectActions()
{
    connect(&m_actions.openAgenda, &QAction::triggered, this, &Desktop::openAgenda);
    connect(&m_actions.newEvent, &QAction::triggered, this, [this] { newEvent({}); });
    connect(&m_actions.signOut, &QAction::triggered, this, &Desktop::askToSignOut);
    connect(&m_actions.quit, &QAction::triggered, this, &Desktop::quitWanted);
    connect(&m_actions.reviewConflicts, &QAction::triggered, this, [this] { m_doors.conflicts(); });
    connect(&m_actions.confirmDeletions, &QAction::triggered, this, [this] { m_doors.deletions(); });
    connect(&m_actions.history, &QAction::triggered, this, [this] { m_doors.history(); });
    connect(&m_actions.settings, &QAction::triggered, this, [this] { m_doors.settings(); });
    connect(&m_actions.signIn, &QAction::triggered, this, [this] { m_doors.signIn(); });
    connect(&m_tray, &TrayIcon::agendaToggled, this, &Desktop::toggleAgenda);
    connect(&m_tray, &TrayIcon::noTrayFound, this, &Desktop::openAgenda);
    connect(&m_menu, &TrayMenu::joinWanted, this,
        [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
    connect(&m_menu, &TrayMenu::eventChosen, this, [this](const EventView &view) {
        openEvent(view.key(), m_format.today(view.event.start().instant(m_format.zone)));
    });
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &Desktop::greet);
}

void Desktop::setDoors(const Doors &doors)
{
    m_doors = doors;
    const auto offer = [](QAction &action, std::function<void()> &door) {
        action.setEnabled(bool(door));
        if (!door)
            door = [] {};
    };
    offer(m_actions.reviewConflicts, m_doors.conflicts);
    offer(m_actions.confirmDeletions, m_doors.deletions);
    offer(m_actions.history, m_doors.history);
    offer(m_actions.settings, m_doors.settings);
    offer(m_actions.signIn, m_doors.signIn);
}

agenda::AgendaWindow &Desktop::agenda()
{
    if (m_agenda)
        return *m_agenda;
    m_agenda = std::make_unique<agenda::AgendaWindow>(
        agenda::AgendaContext{ m_link, m_watch, m_actions, m_clock, m_state }, m_format);
    connect(m_agenda.get(), &agenda::AgendaWindow::eventOpened, this, &Desktop::editEvent);
    connect(m_agenda.get(), &agenda::AgendaWindow::joinWanted, this,
        [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
    placeBesideTray();
    return *m_agenda;
}

// If the person never moved it: in the corner of the screen where the tray is.
void Desktop::placeBesideTray()
{
    if (m_agenda->pos() != QPoint(0, 0) || m_state.contains(u"agenda/geometry"_s))
        return;
    const QRect icon = m_tray.geometry();
    const QScreen *screen = icon.isValid() ? QGuiApplication::screenAt(icon.center()) : nullptr;
    if (!screen)
        screen = QGuiApplication::primaryScreen();
    const QRect room = screen->availableGeometry();
    QRect place(QPoint(0, 0), m_agenda->size().boundedTo(room.size()));
    place.moveCenter(icon.isValid() ? icon.center() : room.center());
    if (icon.isValid() && icon.center().y() > room.center().y())
        place.moveBottom(room.bottom());
    else if (icon.isValid())
        place.moveTop(std::max(room.top(), icon.bottom() + 1)); // not every panel keeps its room free
    place.moveLeft(
        std::clamp(place.left(), room.left(), std::max(room.left(), room.right() - place.width() + 1)));
    m_agenda->setGeometry(place);
}

void Desktop::openAgenda()
{
    agenda().raiseToFront();
}

void Desktop::toggleAgenda()
{
    if (m_agenda && m_agenda->isActiveWindow())
        m_agenda->close();
    else
        openAgenda();
}

void Desktop::openEvent(const service::EventKey &event, QDate day)
{
    openAgenda();
    m_agenda->goToEvent(event, day);
}

void Desktop::closeAll()
{
    const auto editors = std::exchange(m_editors, {});
    for (const auto &editor : editors)
        delete editor.data();
    m_agenda.reset();
}

editor::EventEditor *Desktop::makeEditor()
{
    auto *dialog = new editor::EventEditor(m_link, m_clock, m_random, m_format);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &editor::EventEditor::saved, this,
        [this, dialog](const service::WriteOutcome &outcome, bool isNew) {
            if (!m_agenda)
                return;
            using agenda::Undoable;
            m_agenda->offerUndo({ isNew                         ? Undoable::Kind::Created
                                        : dialog->isFollowing() ? Undoable::Kind::UpdatedFollowing
                                                                : Undoable::Kind::Updated,
                                    uicommon::titleOf(outcome.view.event), outcome.view,
                                    outcome.view.googleEventId, outcome.view.localId },
                outcome.pushed);
        });
    return dialog;
}

void Desktop::newEvent(QDate day)
{
    editor::EventEditor *dialog = makeEditor();
    dialog->startNew(day);
    dialog->show();
    dialog->activateWindow();
}

void Desktop::editEvent(const EventView &view)
{
    const QString series = view.event.recurringEventId();
    if (series.isEmpty())
        return editLoaded(view);
    auto *box = new QMessageBox(m_agenda.get());
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
        [this, master = service::EventKey(series, view.calendarId)] { editSeries(master); });
    box->open();
}

void Desktop::editSeries(const service::EventKey &series)
{
    auto *service = m_link.service();
    if (!service)
        return;
    whenFinished(service->event(series), this, [this](const QFuture<Expected<EventView>> &future) {
        if (future.resultCount() == 0)
            return;
        if (const Expected<EventView> view = future.result(); view)
            editLoaded(*view);
        else
            agenda().say(uicommon::errorText(view.error()));
    });
}

void Desktop::editFollowing(const service::EventKey &occurrence)
{
    auto *service = m_link.service();
    if (!service)
        return;
    using service::FollowingView;
    whenFinished(service->following(occurrence), this,
        [this, occurrence](const QFuture<Expected<FollowingView>> &future) {
            if (future.resultCount() == 0)
                return;
            const Expected<FollowingView> view = future.result();
            if (!view)
                return agenda().say(uicommon::errorText(view.error()));
            const service::EventKey name = view->isFirst
                ? view->series.key()
                : service::EventKey(occurrence.id + u'+', occurrence.calendarId);
            openEditor(name, [&view](editor::EventEditor &editor) { editor.startFollowing(*view); });
        });
}

void Desktop::editLoaded(const EventView &view)
{
    openEditor(view.key(), [&view](editor::EventEditor &editor) { editor.startEdit(view); });
}

// The editor that is already open for this event, or a new one.
void Desktop::openEditor(
    const service::EventKey &name, const std::function<void(editor::EventEditor &)> &start)
{
    QPointer<editor::EventEditor> &open = m_editors[name];
    if (!open) {
        open = makeEditor();
        start(*open);
    }
    open->show();
    open->raise();
    open->activateWindow();
}

void Desktop::askToSignOut()
{
    auto *box = new QMessageBox(m_agenda.get());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Sign out"));
    box->setTextFormat(Qt::PlainText);
    box->setText(
        tr("Sign out of Google? The events stay here; they are synced again after the next sign-in."));
    QPushButton *out = box->addButton(tr("Sign &out"), QMessageBox::AcceptRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(out, &QPushButton::clicked, &m_actions, &uicommon::ServiceActions::endSession);
    box->open();
}

// The first start: nothing can happen before somebody signs in to Google.
void Desktop::greet()
{
    if (m_greeted || !m_watch.isKnown() || !m_watch.health().syncReady)
        return;
    m_greeted = true;
    const google::AuthStatus &auth = m_watch.health().auth;
    if (!auth.tokenExists && !auth.clientSecretsConfigured && m_actions.signIn.isEnabled())
        m_doors.signIn();
}

} // namespace aria::trayicon

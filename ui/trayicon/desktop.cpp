#include "trayicon/desktop.h"

#include "calendar/ownanswer.h"
#include "editor/eventeditor.h"
#include "invitation/answerdialog.h"
#include "uicommon/unsavedwords.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>

using namespace Qt::StringLiterals;

namespace aria::trayicon {

using service::EventView;

namespace {

const QString startedKey = u"window/started"_s;
const QString toldKey = u"window/told_where_it_goes_on"_s;

// Beside the windows' own settings, and not shared with those of the demo.
QString draftsFile(const QSettings &state)
{
    const QFileInfo settings(state.fileName());
    return settings.dir().filePath(settings.completeBaseName() + u"-drafts.json"_s);
}

} // namespace

Desktop::Desktop(uicommon::ServiceLink &link, Clock &clock, RandomSource &random, QSettings &state,
    const uicommon::UiFormat &format, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_clock(clock)
    , m_state(state)
    , m_format(format)
    , m_watch(link)
    , m_actions(link, m_watch, clock, state)
    , m_menu(link, m_actions, clock, format)
    , m_tray(m_watch, m_actions, m_menu, clock, format)
    , m_answers(link)
    , m_calendars(link, state)
    , m_editors(link, clock, random, format, m_calendars, draftsFile(state))
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
    connect(&m_actions.newEvent, &QAction::triggered, this, [this] {
        // In the agenda it is for the day that is chosen there.
        m_editors.newEvent(m_agenda && m_agenda->isActiveWindow() ? m_agenda->chosenDay() : QDate());
    });
    connect(&m_actions.signOut, &QAction::triggered, this, &Desktop::askToSignOut);
    connect(&m_actions.startAgain, &QAction::triggered, this, &Desktop::restartWanted);
    connect(&m_actions.quit, &QAction::triggered, this, &Desktop::askToQuit);
    connect(&m_actions.reviewConflicts, &QAction::triggered, this, [this] { m_doors.conflicts(); });
    connect(&m_actions.confirmDeletions, &QAction::triggered, this, [this] { m_doors.deletions(); });
    connect(&m_actions.history, &QAction::triggered, this, [this] { m_doors.history(); });
    connect(&m_actions.settings, &QAction::triggered, this, [this] { m_doors.settings(); });
    connect(&m_actions.signIn, &QAction::triggered, this, [this] { m_doors.signIn(); });
    connect(&m_tray, &TrayIcon::agendaToggled, this, &Desktop::toggleAgenda);
    connect(&m_tray, &TrayIcon::noTrayFound, this, [this] {
        if (!m_isQuiet)
            openAgenda();
    });
    connect(&m_menu, &TrayMenu::joinWanted, this,
        [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
    connect(&m_menu, &TrayMenu::eventChosen, this, [this](const EventView &view) {
        openEvent(view.key(), m_format.today(view.event.start().instant(m_format.zone)));
    });
    connect(&m_watch, &uicommon::StatusWatch::updated, this, &Desktop::greet);
    connect(&m_editors, &Editors::saved, this, [this](const agenda::Undoable &edit, bool pushed) {
        if (m_agenda)
            m_agenda->offerUndo(edit, pushed);
    });
    connect(
        &m_answers, &invitation::AnswerCommand::answered, this, [this](const service::WriteOutcome &outcome) {
            if (m_agenda)
                m_agenda->offerUndo(outcome);
        });
    // Nobody looks at a window while answering in a notification.
    connect(&m_answers, &invitation::AnswerCommand::failed, this, [this](const QString &message) {
        openAgenda();
        m_agenda->say(message);
    });
    connect(&m_editors, &Editors::failed, this, [this](const QString &message) {
        openAgenda();
        m_agenda->say(message);
    });
}

void Desktop::setDoors(const Doors &doors)
{
    m_doors = doors;
    m_isDemo = bool(doors.ownAccount);
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
        agenda::AgendaContext{ m_link, m_watch, m_actions, m_clock, m_state, m_isDemo, &m_calendars },
        m_format);
    connect(m_agenda.get(), &agenda::AgendaWindow::eventOpened, this, &Desktop::showCard);
    connect(m_agenda.get(), &agenda::AgendaWindow::editWanted, this, &Desktop::editEvent);
    connect(m_agenda.get(), &agenda::AgendaWindow::duplicateWanted, this, &Desktop::duplicate);
    connect(m_agenda.get(), &agenda::AgendaWindow::noteWanted, this, &Desktop::askForAnswer);
    connect(m_agenda.get(), &agenda::AgendaWindow::editorWanted, this,
        [this](const service::CreateRequest &begun) { m_editors.newEvent(begun); });
    connect(m_agenda.get(), &agenda::AgendaWindow::joinWanted, this,
        [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
    connect(m_agenda.get(), &agenda::AgendaWindow::ownAccountWanted, this, [this] { m_doors.ownAccount(); });
    connect(m_agenda.get(), &agenda::AgendaWindow::closed, this, &Desktop::sayWhereItGoesOn);
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
    delete m_quitQuestion;
    delete m_whereItGoesOn;
    m_editors.closeAll();
    m_card.reset();
    m_agenda.reset();
}

// One card for all: who looks at the next event is done with the last.
void Desktop::showCard(const EventView &view)
{
    if (m_card && m_card->isVisible() && m_card->isUnsaved() && !m_card->view().key().matches(view.key())) {
        m_card->raise();
        m_card->activateWindow();
        return uicommon::askToDiscard(*m_card, [this, view] {
            m_card->discard();
            showCard(view);
        });
    }
    if (!m_card) {
        m_card = std::make_unique<card::EventCard>(m_link, m_clock, m_format);
        m_card->setCalendars(m_calendars);
        connect(m_card.get(), &card::EventCard::joinWanted, this,
            [](const QUrl &meeting) { QDesktopServices::openUrl(meeting); });
        connect(m_card.get(), &card::EventCard::pageWanted, this,
            [](const QUrl &page) { QDesktopServices::openUrl(page); });
        connect(m_card.get(), &card::EventCard::editWanted, this, &Desktop::editEvent);
        connect(m_card.get(), &card::EventCard::duplicateWanted, this, &Desktop::duplicate);
        connect(m_card.get(), &card::EventCard::answered, this, [this](const service::WriteOutcome &outcome) {
            if (m_agenda)
                m_agenda->offerUndo(outcome);
        });
    }
    m_card->setEvent(view);
    m_card->show();
    m_card->raise();
    m_card->activateWindow();
}

void Desktop::joinNext()
{
    if (const QUrl meeting = m_menu.nextMeeting(); !meeting.isEmpty()) {
        QDesktopServices::openUrl(meeting);
        return;
    }
    openAgenda();
    m_agenda->say(tr("There is no more meeting today that can be joined."));
}

void Desktop::editEvent(const EventView &view)
{
    if (m_card)
        m_card->close();
    m_editors.edit(view, m_agenda && m_agenda->isVisible() ? m_agenda.get() : nullptr);
}

// A new event of one's own, to be changed before it is saved.
void Desktop::duplicate(const EventView &view)
{
    if (m_card)
        m_card->close();
    editor::EventDraft draft = editor::draftOf(view.event, m_format.zone);
    const QString self = calendar::ownAttendee(view.event).value("email"_L1).toString();
    draft.guests.removeAll(self);
    m_editors.newEvent(draft);
}

void Desktop::answer(const service::EventKey &event, invitation::Answer answer)
{
    m_answers.give(event, { answer });
}

void Desktop::askForAnswer(const EventView &view)
{
    auto *dialog = new invitation::AnswerDialog(m_link, view, m_format, m_clock.nowUtc(), m_agenda.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &invitation::AnswerDialog::answered, this, [this](const service::WriteOutcome &outcome) {
        if (m_agenda)
            m_agenda->offerUndo(outcome);
    });
    dialog->open();
}

// One question for all windows. Events that are being written can be kept for the next start, other words cannot.
void Desktop::askToQuit()
{
    if (m_quitQuestion && m_quitQuestion->isVisible()) // a closed one lives on for a moment
        return m_quitQuestion->activateWindow();
    const auto quoted = [](const QString &title) { return tr("“%1”", "title of an event").arg(title); };
    QStringList windows;
    for (const QWidget *window : QApplication::topLevelWidgets()) {
        if (window->isVisible() && uicommon::isUnsaved(*window))
            windows.append(quoted(window->windowTitle()));
    }
    QStringList titles;
    for (const editor::EventEditor *editor : m_editors.unsaved())
        titles.append(quoted(editor->kept().title()));
    if (windows.isEmpty() && titles.isEmpty())
        return Q_EMIT quitWanted();
    const QString listed = m_format.locale.createSeparatedList(windows);
    auto *box = new QMessageBox(QMessageBox::Question, tr("Quit"),
        titles.isEmpty()
            ? tr("What you changed in %1 is not saved. Quit all the same?", "titles of windows").arg(listed)
            : tr("%n event(s) are not saved: %1. Quit all the same?", nullptr, int(titles.size()))
                  .arg(m_format.locale.createSeparatedList(titles)));
    m_quitQuestion = box;
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    if (!titles.isEmpty() && !windows.isEmpty())
        box->setInformativeText(
            tr("What you changed in %1 cannot be kept for the next start.", "titles of windows").arg(listed));
    QPushButton *keep =
        titles.isEmpty() ? nullptr : box->addButton(tr("&Keep for the next start"), QMessageBox::AcceptRole);
    QPushButton *discard = box->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    if (keep)
        connect(keep, &QPushButton::clicked, this, &Desktop::quitWanted);
    connect(discard, &QPushButton::clicked, this, [this] {
        m_editors.discardUnsaved();
        Q_EMIT quitWanted();
    });
    box->show();
    box->activateWindow();
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

// A first start shows a window, and so does the demo: an icon in the panel alone is easily missed.
void Desktop::greet()
{
    if (m_watch.isKnown() && !std::exchange(m_draftsOffered, true))
        m_editors.offerDrafts();
    if (m_greeted || !m_watch.isKnown() || !m_watch.health().syncReady)
        return;
    m_greeted = true;
    const bool isFirst = !m_state.value(startedKey).toBool() || m_state.value(openOnceKey).toBool();
    if (!m_isDemo) {
        m_state.setValue(startedKey, true);
        m_state.remove(openOnceKey);
    }
    // Nothing can happen before somebody signs in to Google.
    const google::AuthStatus &auth = m_watch.health().auth;
    if (!auth.tokenExists && !auth.clientSecretsConfigured && m_actions.signIn.isEnabled())
        m_doors.signIn();
    else if (m_isDemo || isFirst)
        openAgenda();
}

void Desktop::followClosing()
{
    if (!m_agenda || !m_agenda->isVisible())
        sayWhereItGoesOn();
}

void Desktop::sayWhereItGoesOn()
{
    if (m_state.value(toldKey).toBool())
        return;
    m_state.setValue(toldKey, true);
    const QString where = m_tray.isShown() ? tr("The calendar goes on in the panel. A click on its icon "
                                                "opens it again; to end it, choose Quit in its menu.")
                                           : tr("The calendar goes on without a window. Start it again to "
                                                "open it; to end it, choose Quit in its menu.");
    auto *box = new QMessageBox(QMessageBox::Information, tr("Calendar"), where, QMessageBox::Ok);
    m_whereItGoesOn = box;
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->show();
}

} // namespace aria::trayicon

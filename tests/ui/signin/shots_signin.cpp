// Pictures of the assistant.
#include "signin/assistant.h"
#include "signin/clientfilepage.h"
#include "signin/signinpage.h"
#include "ui/clientfiles.h"
#include "ui/screenshots.h"

#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

QTemporaryDir folder;

choices::SettingsAccess &access()
{
    SettingsInput input;
    input.configHome = folder.filePath(u"config"_s);
    input.dataHome = folder.filePath(u"data"_s);
    input.environment.insert(u"CALENDAR_SYNC_CONFLICT_RESOLUTION"_s, u"most_recent"_s);
    static choices::SettingsAccess one(input, loadSettings(input).value());
    return one;
}

signin::Assistant *begin(Stage &stage, const google::AuthStatus &auth)
{
    stage.service.healthView.auth = auth;
    stage.service.statusView->state = service::State::NeedsAuth;
    stage.service.authorization = google::Authorization{ QUrl(u"https://accounts.google.com/o"_s), u"s1"_s };
    QList<google::CalendarInfo> calendars;
    const QStringList names{ u"Anna Lindberg"_s, u"Family"_s, u"Team Product"_s, u"Holidays"_s };
    const QStringList colors{ u"#9fe1e7"_s, u"#f83a22"_s, u"#7bd148"_s, u"#fad165"_s };
    for (int i = 0; i < names.size(); ++i) {
        google::CalendarInfo info;
        info.id = names.at(i);
        info.summary = names.at(i);
        info.backgroundColor = colors.at(i);
        info.primary = i == 0;
        info.accessRole = i == 3 ? google::AccessRole::Reader : google::AccessRole::Owner;
        calendars.append(info);
    }
    stage.service.calendarInfos = calendars;
    stage.connectService();
    QTest::qWait(300);
    static QTemporaryDir place;
    static QSettings state(place.filePath(u"ui.ini"_s), QSettings::IniFormat);
    auto *actions = new uicommon::ServiceActions(stage.link, stage.watch, stage.clock, state, &stage.link);
    auto *assistant = new signin::Assistant({ stage.link, stage.watch, *actions, access(),
        choices::Autostart(folder.filePath(u"config"_s), u"/usr/bin/aria-calendar-sync"_s), stage.format,
        [] { return QStringList{ u"http://127.0.0.1:8068/auth/callback"_s }; },
        [](const QUrl &) { return true; } });
    actions->setParent(assistant);
    return assistant;
}

google::AuthStatus withFile()
{
    google::AuthStatus auth;
    auth.clientSecretsConfigured = true;
    return auth;
}

void signIn(QWidget *assistant)
{
    const auto buttons = assistant->findChildren<QPushButton *>();
    for (QPushButton *button : buttons) {
        if (button->isVisible() && button->text() == signin::SignInPage::tr("Sign in with &Google"))
            return button->click();
    }
}

const Screenshot file(u"signin-file"_s, [](Stage &stage) {
    auto *assistant = begin(stage, {});
    stage.show(assistant);
    assistant->findChild<signin::ClientFilePage *>()->offer(
        writeFile(folder.filePath(u"key.json"_s), serviceAccountKey));
    QTest::qWait(50);
});
const Screenshot waiting(u"signin-waiting"_s, [](Stage &stage) {
    auto *assistant = begin(stage, withFile());
    stage.show(assistant);
    signIn(assistant);
    QTest::qWait(100);
});
const Screenshot again(u"signin-again"_s, [](Stage &stage) {
    google::AuthStatus auth = withFile();
    auth.tokenExists = true;
    auth.problemCode = u"invalid_grant"_s;
    stage.service.statusView->lastSyncTime = stage.clock.nowUtc();
    stage.show(begin(stage, auth));
});
const Screenshot chosen(u"signin-choices"_s, [](Stage &stage) {
    auto *assistant = begin(stage, withFile());
    stage.show(assistant);
    signIn(assistant);
    QTest::qWait(100);
    Q_EMIT stage.service.authorizationEnded(u"s1"_s, {}, {});
    QTest::qWait(200);
});
const Screenshot progress(u"signin-progress"_s, [](Stage &stage) {
    auto *assistant = begin(stage, withFile());
    stage.show(assistant);
    signIn(assistant);
    QTest::qWait(100);
    Q_EMIT stage.service.authorizationEnded(u"s1"_s, {}, {});
    QTest::qWait(200);
    assistant->next();
    stage.service.statusView->state = service::State::Syncing;
    stage.service.statusView->progressDone = 1240;
    stage.service.statusView->progressTotal = 3000;
    Q_EMIT stage.service.stateChanged();
    QTest::qWait(400);
});

} // namespace

} // namespace aria::test

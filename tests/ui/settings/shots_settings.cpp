// Pictures of the settings' pages.
#include "settings/settingswindow.h"
#include "ui/screenshots.h"

#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace aria::test {

namespace {

class NoKeyring : public settings::TokenStorage
{
public:
    settings::TokenPlace place() const override { return settings::TokenPlace::File; }
    QFuture<Expected<void>> moveTo(settings::TokenPlace) override
    {
        return QtFuture::makeReadyFuture(Expected<void>());
    }
};

QTemporaryDir settingsFolder;
NoKeyring storage;

void open(Stage &stage, int page)
{
    SettingsInput input;
    input.configHome = settingsFolder.filePath(u"config"_s);
    input.dataHome = u"/home/anna/.local/share"_s;
    input.environment = { { u"CALENDAR_SYNC_PORT"_s, u"8068"_s },
        { u"CALENDAR_SYNC_CREDENTIALS_DIR"_s, u"/etc/aria/credentials"_s },
        { u"CALENDAR_SYNC_INTERVAL_SECONDS"_s, u"120"_s } };
    static choices::SettingsAccess access(input, loadSettings(input).value());
    google::AuthStatus &auth = stage.service.healthView.auth;
    auth.credentialsValid = page != 0;
    auth.problemCode = u"invalid_grant"_s;
    QList<google::CalendarInfo> calendars;
    for (const auto &[name, color] : { std::pair{ u"Anna Lindberg"_s, u"#9fe1e7"_s },
             { u"Family"_s, u"#f83a22"_s }, { u"Team Product"_s, u"#7bd148"_s } }) {
        google::CalendarInfo info;
        info.id = info.summary = name;
        info.primary = calendars.isEmpty();
        info.backgroundColor = color;
        calendars.append(info);
    }
    stage.service.calendarInfos = calendars;
    stage.connectService();
    QTest::qWait(300);
    auto *window = new settings::SettingsWindow({ stage.link, stage.watch, access,
        choices::Autostart(settingsFolder.filePath(u"config"_s), u"/usr/bin/aria-calendar-sync"_s), &storage,
        [] { return u"unguessable"_s; } });
    window->findChild<QListWidget *>()->setCurrentRow(page);
    stage.show(window);
}

const Screenshot account(u"settings-account"_s, [](Stage &stage) { open(stage, 0); });
const Screenshot calendars(u"settings-calendars"_s, [](Stage &stage) { open(stage, 1); });
const Screenshot sync(u"settings-sync"_s, [](Stage &stage) { open(stage, 2); });
const Screenshot notifications(u"settings-notifications"_s, [](Stage &stage) { open(stage, 3); });
const Screenshot api(u"settings-api"_s, [](Stage &stage) {
    open(stage, 4);
    const auto edits = stage.window()->findChildren<QLineEdit *>();
    for (QLineEdit *edit : edits) {
        if (edit->text() == "127.0.0.1"_L1) {
            edit->selectAll();
            QTest::keyClicks(edit, u"my computer"_s);
        }
    }
    QTest::qWait(100);
});
const Screenshot database(u"settings-database"_s, [](Stage &stage) { open(stage, 5); });
const Screenshot advanced(u"settings-advanced"_s, [](Stage &stage) { open(stage, 6); });
const Screenshot about(u"settings-about"_s, [](Stage &stage) { open(stage, 7); });

} // namespace

} // namespace aria::test

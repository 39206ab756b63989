// Tray, agenda, card and editors together, with a service that a test plays.
#pragma once

#include "agenda/undobar.h"
#include "editor/eventeditor.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "trayicon/desktop.h"
#include "ui/calendars.h"
#include "ui/sampleevents.h"

#include <QApplication>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

namespace aria::test {

// Monday 2024-01-15, 12:00 in Berlin.
class DesktopBed
{
protected:
    void begin()
    {
        clock.setNow(QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC));
        fake = std::make_unique<FakeService>();
        fake->many = sampleDay();
        link = std::make_unique<uicommon::ServiceLink>();
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(QStringLiteral("ui.ini")), QSettings::IniFormat);
        state->setValue(QStringLiteral("window/started"), true); // not the first start
        start();
    }
    void end()
    {
        desktop.reset();
        link.reset();
    }
    void start()
    {
        desktop = std::make_unique<trayicon::Desktop>(*link, clock, random, *state,
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(QStringLiteral("en_GB")) });
    }
    void startAgain()
    {
        desktop.reset();
        link->setService(nullptr);
        start();
        connectService();
    }
    void connectService()
    {
        link->setService(fake.get());
        QTRY_VERIFY(desktop->watch().isKnown());
    }
    void choose(const QString &id) // in the agenda
    {
        desktop->openAgenda();
        auto &window = desktop->agenda();
        QTRY_VERIFY(window.model().rowOfEvent(id) >= 0);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.view()->setFocus();
        window.view()->setCurrentIndex(window.model().index(window.model().rowOfEvent(id)));
    }
    void typeANewEvent(const QString &title)
    {
        desktop->actions().newEvent.trigger();
        QVERIFY(shown<editor::EventEditor>());
        QVERIFY(QTest::qWaitForWindowActive(shown<editor::EventEditor>()));
        QTest::keyClicks(QApplication::focusWidget(), title);
        QCOMPARE(shown<editor::EventEditor>()->draft().title, title);
    }
    static editor::EventEditor *editorOf(const QString &title)
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            auto *found = qobject_cast<editor::EventEditor *>(widget);
            if (found && found->isVisible() && found->draft().title == title)
                return found;
        }
        return nullptr;
    }
    template <class T> static int count()
    {
        int number = 0;
        for (QWidget *widget : QApplication::topLevelWidgets())
            number += qobject_cast<T *>(widget) && widget->isVisible() ? 1 : 0;
        return number;
    }
    template <class T> static T *shown()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *found = qobject_cast<T *>(widget); found && found->isVisible())
                return found;
        }
        return nullptr;
    }

    ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    SeededRandom random{ 3 };
    std::unique_ptr<FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<trayicon::Desktop> desktop;
};

} // namespace aria::test

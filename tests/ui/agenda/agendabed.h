// The agenda, with a service that a test plays.
#pragma once

#include "agenda/agendawindow.h"
#include "agenda/undobar.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "ui/invitations.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

namespace aria::test {

// Monday 2024-01-15, 12:00 in Berlin.
class AgendaBed
{
protected:
    void begin()
    {
        fake = std::make_unique<FakeService>();
        fake->many = sampleDay();
        link = std::make_unique<uicommon::ServiceLink>();
        watch = std::make_unique<uicommon::StatusWatch>(*link);
        folder = std::make_unique<QTemporaryDir>();
        state = std::make_unique<QSettings>(folder->filePath(QStringLiteral("ui.ini")), QSettings::IniFormat);
        actions = std::make_unique<uicommon::ServiceActions>(*link, *watch, clock, *state);
        makeWindow();
        link->setService(fake.get());
        QTRY_VERIFY(window->model().rowOfEvent(QStringLiteral("team")) >= 0);
    }
    void end()
    {
        window.reset();
        actions.reset();
        watch.reset();
        link.reset();
    }
    void makeWindow()
    {
        window = std::make_unique<agenda::AgendaWindow>(
            agenda::AgendaContext{ *link, *watch, *actions, clock, *state },
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(QStringLiteral("en_GB")) });
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    void choose(const QString &id)
    {
        window->view()->setFocus();
        window->view()->setCurrentIndex(window->model().index(window->model().rowOfEvent(id)));
    }
    agenda::UndoBar *undoBar() const { return window->findChild<agenda::UndoBar *>(); }
    QLineEdit *lineNamed(const QString &name) const
    {
        for (QLineEdit *line : window->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == name)
                return line;
        }
        return nullptr;
    }
    bool saysSomewhere(const QString &text) const
    {
        const auto labels = window->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text() == text; });
    }

    ManualClock clock{ QDateTime({ 2024, 1, 15 }, { 11, 0 }, Qt::UTC) };
    std::unique_ptr<FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<uicommon::StatusWatch> watch;
    std::unique_ptr<QTemporaryDir> folder;
    std::unique_ptr<QSettings> state;
    std::unique_ptr<uicommon::ServiceActions> actions;
    std::unique_ptr<agenda::AgendaWindow> window;
};

} // namespace aria::test

// An editor, with a service that a test plays.
#pragma once

#include "editor/eventeditor.h"
#include "support/fakeservice.h"
#include "support/manualclock.h"
#include "support/seededrandom.h"
#include "ui/sampleevents.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

namespace aria::test {

class EditorBed
{
protected:
    void begin()
    {
        fake = std::make_unique<FakeService>();
        link = std::make_unique<uicommon::ServiceLink>();
        link->setService(fake.get());
        dialog = std::make_unique<editor::EventEditor>(*link, clock, random,
            uicommon::UiFormat{ QTimeZone("Europe/Berlin"), QLocale(QStringLiteral("en_GB")) });
    }
    void end()
    {
        dialog.reset();
        link.reset();
    }
    void open(const std::function<void()> &start)
    {
        start();
        dialog->show();
        dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(dialog.get()));
    }
    QPushButton *buttonNamed(const QString &text) const
    {
        for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
            if (button->text().remove(QLatin1Char('&')) == text)
                return button;
        }
        return nullptr;
    }
    void typeIntoPlace(const QString &text)
    {
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->text() == QLatin1StringView("Conference room A")) {
                line->setFocus();
                line->selectAll();
                QTest::keyClicks(line, text);
                return;
            }
        }
    }
    QLineEdit *fieldNamed(const QString &name) const
    {
        for (QLineEdit *line : dialog->findChildren<QLineEdit *>()) {
            if (line->accessibleName() == name)
                return line;
        }
        return nullptr;
    }
    void typeInto(const QString &name, const QString &text)
    {
        QLineEdit *line = fieldNamed(name);
        QVERIFY(line);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    QPushButton *saveButton() const
    {
        return dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save);
    }
    bool labelSays(const QString &text) const
    {
        const auto labels = dialog->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
            [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    }

    ManualClock clock;
    SeededRandom random{ 7 };
    std::unique_ptr<FakeService> fake;
    std::unique_ptr<uicommon::ServiceLink> link;
    std::unique_ptr<editor::EventEditor> dialog;
};

} // namespace aria::test

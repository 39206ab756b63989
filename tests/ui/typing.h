// What a person types, in any script: QTest::keyClicks() knows Latin letters only.
#pragma once

#include <QApplication>
#include <QKeyEvent>
#include <QWidget>

namespace aria::test {

inline void type(QWidget *where, const QString &text)
{
    for (const QChar letter : text) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(letter));
        QApplication::sendEvent(where, &press);
        QKeyEvent release(QEvent::KeyRelease, 0, Qt::NoModifier, QString(letter));
        QApplication::sendEvent(where, &release);
    }
}

} // namespace aria::test

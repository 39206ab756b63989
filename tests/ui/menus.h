// Menus as a person uses them: opened, and walked through by keys.
#pragma once

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTest>
#include <QTimer>

namespace aria::test {

inline QString plainText(const QAction *action)
{
    return action->text().remove(u'&').section(u'\t', 0, 0);
}

// Soon, in the menu that is open then: chooses these texts, one menu after the other.
inline void chooseSoon(const QStringList &path)
{
    QTimer::singleShot(0, qApp, [path] {
        for (const QString &text : path) {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (!menu)
                return;
            for (QAction *action : menu->actions()) {
                if (plainText(action) != text)
                    continue;
                menu->setActiveAction(action);
                QTest::keyClick(menu, Qt::Key_Return);
                break;
            }
        }
        while (QWidget *left = QApplication::activePopupWidget())
            left->close(); // a text that is not there must not hold up the test
    });
}

inline void openContextMenu(QWidget *where, const QPoint &at)
{
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, where->mapToGlobal(at));
    QApplication::sendEvent(where, &event);
}

} // namespace aria::test

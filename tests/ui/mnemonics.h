// Letters that two parts of one window, or two entries of one menu, are reached by. Each of them then has to be pressed
// again and again.
#pragma once

#include <QAbstractButton>
#include <QGroupBox>
#include <QKeySequence>
#include <QLabel>
#include <QMenu>
#include <QTabBar>

namespace aria::test {

class Mnemonics
{
public:
    void add(const QString &text)
    {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty())
            return;
        if (const QString other = m_texts.value(key); !other.isEmpty() && other != text)
            m_shared.append(QStringLiteral("%1: %2, %3").arg(key.toString(), other, text));
        m_texts.insert(key, text);
    }
    QStringList shared() const { return m_shared; }

private:
    QHash<QKeySequence, QString> m_texts;
    QStringList m_shared;
};

inline QStringList sharedMnemonicsOfMenu(QMenu *menu)
{
    Q_EMIT menu->aboutToShow(); // which fills it
    Mnemonics mnemonics;
    QStringList shared;
    for (const QAction *action : menu->actions()) {
        if (action->isVisible())
            mnemonics.add(action->text());
        if (action->menu())
            shared += sharedMnemonicsOfMenu(action->menu());
    }
    return mnemonics.shared() + shared;
}

// Of what can be seen in the window, and of its menus.
inline QStringList sharedMnemonics(QWidget *window)
{
    Mnemonics mnemonics;
    QStringList shared;
    if (auto *menu = qobject_cast<QMenu *>(window))
        shared += sharedMnemonicsOfMenu(menu);
    for (const QWidget *part : window->findChildren<QWidget *>()) {
        if (!part->isVisibleTo(window) || part->window() != window)
            continue;
        if (const auto *button = qobject_cast<const QAbstractButton *>(part))
            mnemonics.add(button->text());
        else if (const auto *label = qobject_cast<const QLabel *>(part); label && label->buddy())
            mnemonics.add(label->text());
        else if (const auto *group = qobject_cast<const QGroupBox *>(part))
            mnemonics.add(group->title());
        else if (const auto *tabs = qobject_cast<const QTabBar *>(part)) {
            for (int i = 0; i < tabs->count(); ++i)
                mnemonics.add(tabs->tabText(i));
        }
    }
    for (QMenu *menu : window->findChildren<QMenu *>()) {
        if (!qobject_cast<QMenu *>(menu->parentWidget())) // those of other menus are looked at with them
            shared += sharedMnemonicsOfMenu(menu);
    }
    return mnemonics.shared() + shared;
}

} // namespace aria::test

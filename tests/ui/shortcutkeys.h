// The keys of a window, as its shortcuts and actions have them.
#pragma once

#include "uicommon/shortcutlist.h"

#include <QAction>
#include <QShortcut>
#include <QTreeWidget>

namespace aria::test {

// Those that the list at F1 does not have.
inline QStringList keysNotListed(const QWidget &window)
{
    uicommon::ShortcutList list;
    QStringList listed;
    const auto *tree = list.findChild<QTreeWidget *>();
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        for (int j = 0; j < tree->topLevelItem(i)->childCount(); ++j)
            listed.append(tree->topLevelItem(i)->child(j)->text(0));
    }
    QList<QKeySequence> keys;
    for (const QShortcut *shortcut : window.findChildren<QShortcut *>())
        keys.append(shortcut->key());
    const QList<QAction *> actions = window.actions() + window.findChildren<QAction *>();
    for (const QAction *action : actions)
        keys.append(action->shortcut());
    QStringList missing;
    for (const QKeySequence &key : keys) {
        // Enter of the digits' block is Enter.
        const QString text =
            key.toString(QKeySequence::NativeText).replace(QStringLiteral("Enter"), QStringLiteral("Return"));
        const bool isMnemonic = key.count() == 1 && key[0].keyboardModifiers() == Qt::AltModifier;
        if (!text.isEmpty() && !isMnemonic && !listed.contains(text) && !missing.contains(text))
            missing.append(text);
    }
    return missing;
}

} // namespace aria::test

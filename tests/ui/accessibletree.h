// Walks what a screen reader sees of a window.
#pragma once

#include <QAccessible>
#include <QLabel>
#include <QWidget>

namespace aria::test {

// What can be reached by keyboard and has no name, and labels whose text is hidden behind another name.
inline QStringList faultsOfAccessibleTree(QAccessibleInterface *node)
{
    QStringList faults;
    if (!node || !node->isValid() || node->state().invisible)
        return faults;
    const QString name = node->text(QAccessible::Name);
    const auto *widget = qobject_cast<QWidget *>(node->object());
    const QString what =
        widget ? QString::fromLatin1(widget->metaObject()->className()) : QStringLiteral("part");
    static const QSet<QAccessible::Role> inputs{ QAccessible::EditableText, QAccessible::ComboBox,
        QAccessible::SpinBox, QAccessible::CheckBox, QAccessible::RadioButton, QAccessible::PushButton,
        QAccessible::List, QAccessible::Table, QAccessible::Tree, QAccessible::Slider };
    const bool isInput = inputs.contains(node->role()) && node->state().focusable && widget;
    // The line of a combo or spin box is told with the box itself.
    const bool isPart = widget && widget->parentWidget()
        && (widget->parentWidget()->inherits("QComboBox")
            || widget->parentWidget()->inherits("QAbstractSpinBox"));
    if (isInput && !isPart && name.isEmpty())
        faults.append(what + QStringLiteral(" has no name"));
    const auto *label = qobject_cast<const QLabel *>(widget);
    if (label && label->textFormat() == Qt::PlainText && !label->text().isEmpty() && !label->buddy()
        && !label->accessibleName().isEmpty() && !label->accessibleName().contains(label->text()))
        faults.append(QStringLiteral("hidden: ") + label->text());
    for (int i = 0; i < node->childCount(); ++i)
        faults += faultsOfAccessibleTree(node->child(i));
    return faults;
}

inline QStringList faultsOfAccessibleTree(QWidget *window)
{
    return faultsOfAccessibleTree(QAccessible::queryAccessibleInterface(window));
}

} // namespace aria::test

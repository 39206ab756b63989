// The differing fields of one conflict: before, ARIA, Google, and a choice for each.
#pragma once

#include "conflicts/choice.h"
#include "diff/viewer.h"

#include <QScrollArea>

class QButtonGroup;
class QGridLayout;
class QRadioButton;

namespace aria::conflicts {

class FieldEditor;

class ConflictTable : public QScrollArea
{
    Q_OBJECT
public:
    explicit ConflictTable(diff::Viewer viewer, QWidget *parent = nullptr);

    // Rebuilds the rows, with what was chosen before.
    void setConflict(const service::ConflictView &conflict, const Choice &choice);
    void clear();

    // The widgets that Tab moves through, in order.
    QList<QWidget *> focusOrder() const;

    void chooseAll(Side side);
    // What is chosen; wording that makes no sense yet counts as not chosen.
    Choice choice() const;

Q_SIGNALS:
    void choiceChanged(); // by the person, in the table

private:
    struct Row
    {
        QString field;
        QRadioButton *aria = nullptr;
        QRadioButton *google = nullptr;
        QRadioButton *own = nullptr; // null: not edited here
        FieldEditor *editor = nullptr;
    };

    void addHeader(QGridLayout *grid, const service::ConflictView &conflict);
    void addField(
        QGridLayout *grid, const service::ConflictView &conflict, const service::ConflictField &field);
    void addEditor(QGridLayout *grid, Row &row, QButtonGroup *group, const service::ConflictView &conflict);
    void restore(const Choice &choice);
    QString columnTitle(const QString &name, const QDateTime &changed) const;

    diff::Viewer m_viewer;
    QList<Row> m_rows;
};

} // namespace aria::conflicts

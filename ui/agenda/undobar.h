// "Deleted Lunch. [Undo]": a line that disappears by itself.
#pragma once

#include "agenda/eventcommands.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QPushButton;

namespace aria::agenda {

class UndoBar : public QFrame
{
    Q_OBJECT
public:
    explicit UndoBar(QWidget *parent = nullptr);

    void offer(const Undoable &edit, bool pushed); // for 10 s
    void say(const QString &message); // without a way back
    void undo();

Q_SIGNALS:
    void undoRequested(const aria::agenda::Undoable &edit);

private:
    void open(const QString &text);

    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_end;
    std::optional<Undoable> m_edit;
};

} // namespace aria::agenda

// Says in an open editor what happened to its event meanwhile, and asks where both sides changed the same.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace aria::editor {

class NewsLine : public QFrame
{
    Q_OBJECT
public:
    explicit NewsLine(QWidget *parent = nullptr);

    void tell(const QString &text);
    void askWhose(const QString &text); // mineWanted() or theirsWanted()
    void askWhetherNew(const QString &text); // newWanted()

Q_SIGNALS:
    void mineWanted();
    void theirsWanted();
    void newWanted();

private:
    void open(const QString &text);

    QLabel *m_text;
    QPushButton *m_mine;
    QPushButton *m_theirs;
    QPushButton *m_new;
};

} // namespace aria::editor

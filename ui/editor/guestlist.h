// The guests of an event with their answers.
#pragma once

#include <QJsonArray>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QToolButton;

namespace aria::editor {

class GuestList : public QWidget
{
    Q_OBJECT
public:
    explicit GuestList(QWidget *parent = nullptr);

    void setGuests(const QJsonArray &attendees); // Google's objects
    QStringList emails() const;
    void setReadOnly(bool isReadOnly); // others decide who comes
    QLineEdit *edit() const { return m_edit; }
    // An address that was typed but not added yet counts as a guest too.
    void takeTyped();

Q_SIGNALS:
    void changed();

private:
    void add(const QString &email, const QString &name, const QString &answer);
    void removeChosen();

    QListWidget *m_list;
    QLineEdit *m_edit;
    QToolButton *m_remove;
    bool m_isReadOnly = false;
};

} // namespace aria::editor

// When an event reminds: as its calendar does, or up to five times of its own.
#pragma once

#include <QJsonArray>
#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace aria::editor {

class ReminderList : public QWidget
{
    Q_OBJECT
public:
    explicit ReminderList(QWidget *parent = nullptr);

    // Google's objects of method and minutes; nullopt: the calendar's own.
    void setReminders(const std::optional<QJsonArray> &reminders);
    std::optional<QJsonArray> reminders() const;
    QWidget *firstField() const; // for a label

Q_SIGNALS:
    void changed(); // by the person

private:
    struct Row;
    void addRow(const QJsonObject &reminder);
    void addOne();
    void follow();
    void showAddButton();

    QCheckBox *m_asCalendar;
    QVBoxLayout *m_column;
    QLabel *m_none;
    QPushButton *m_add;
    QList<QWidget *> m_rows;
    bool m_isFilling = false;
};

} // namespace aria::editor

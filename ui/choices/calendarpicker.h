// The account's calendars, each with a tick if it is synced.
#pragma once

#include "uicommon/servicelink.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace aria::choices {

class CalendarPicker : public QWidget
{
    Q_OBJECT
public:
    explicit CalendarPicker(uicommon::ServiceLink &link, QWidget *parent = nullptr);

    // In the form of the setting: ids, or "primary" for the account's own. Kept even while the list is not known.
    void setSelected(const QStringList &ids);
    QStringList selected() const;

    // Asks the service. If that fails, shows why, with a way to try again.
    void load();
    bool isLoaded() const { return m_isLoaded; }

Q_SIGNALS:
    void loaded();
    void changed(); // by the person

private:
    void show(const QList<google::CalendarInfo> &calendars);
    void say(const QString &text, bool canRetry);

    uicommon::ServiceLink &m_link;
    QListWidget *m_list;
    QLabel *m_message;
    QPushButton *m_retry;
    QStringList m_selected;
    bool m_isLoaded = false;
};

} // namespace aria::choices

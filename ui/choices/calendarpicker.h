// The account's calendars with a tick for each that is synced.
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

    // As the setting has them: ids, or "primary" for the account's own. Kept also while the list is not known.
    void setSelected(const QStringList &ids);
    QStringList selected() const;

    // Asks the service. Shows why where that does not work, with a way to try again.
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

// The calendars that are synced, with the names and colours that Google gives
// them, and which of them the person hides.
#pragma once

#include "uicommon/servicelink.h"

#include <QColor>
#include <QIcon>
#include <QSettings>

namespace aria::uicommon {

struct CalendarEntry
{
    QString id; // as in the settings
    QString name;
    QColor color; // invalid: not known
    bool isReadOnly = false;

    friend bool operator==(const CalendarEntry &, const CalendarEntry &) = default;
};

// Lives on the UI thread; the references outlive it. Names and colours are
// kept, so that they are there offline too.
class CalendarBook : public QObject
{
    Q_OBJECT
public:
    CalendarBook(ServiceLink &link, QSettings &state, QObject *parent = nullptr);

    const QList<CalendarEntry> &calendars() const { return m_calendars; } // in the settings' order
    QList<CalendarEntry> writable() const;
    CalendarEntry entry(const QString &id) const; // of an unknown one: its id alone

    bool isHidden(const QString &id) const { return m_hidden.contains(id); }
    QSet<QString> hidden() const { return m_hidden; }
    void setHidden(const QString &id, bool isHidden); // remembered

    // Where quick add and a new event go: what was chosen last, else the first
    // that can be written.
    QString target() const;
    void setTarget(const QString &id); // remembered

Q_SIGNALS:
    void changed();
    void hiddenChanged();

private:
    void readStatus();
    void readList();
    void keep() const;
    void recall();
    void rebuild();

    ServiceLink &m_link;
    QSettings &m_state;
    QList<service::CalendarStatus> m_synced;
    QHash<QString, CalendarEntry> m_known; // of Google's list, by the settings' ids and the real ones
    QList<CalendarEntry> m_calendars;
    QSet<QString> m_hidden;
    bool m_isAsking = false;
    bool m_isListed = false; // since the service is there
    bool m_wasAway = true; // Google could not be asked
};

QIcon swatch(const QColor &color); // a filled circle

} // namespace aria::uicommon

// The windows and notifications other than the agenda, and what opens them.
#pragma once

#include "choices/preferences.h"
#include "globalkey/globalkey.h"
#include "notifications/notifier.h"
#include "trayicon/desktop.h"

#include <QDialog>
#include <QPointer>

namespace aria::tray {

// Lives on the UI thread; the references outlive it. Windows are made when first needed and are
// destroyed with this object.
class Windows : public QObject
{
    Q_OBJECT
public:
    Windows(trayicon::Desktop &desktop, uicommon::ServiceLink &link, const Clock &clock, QSettings &state,
        QObject *parent = nullptr);
    ~Windows() override;

    trayicon::Doors doors();
    void applyPreferences(const choices::Preferences &preferences);

private:
    void reviewConflicts();
    void reviewDeletions();
    void showHistory();
    void showBalloon(const QString &summary, const QString &body);
    void wantJoinKey(const QKeySequence &keys);

    trayicon::Desktop &m_desktop;
    uicommon::ServiceLink &m_link;
    notifications::Notifier m_notifier;
    std::unique_ptr<globalkey::GlobalKey> m_joinKey; // made when a key is first wanted
    QKeySequence m_wantedKey;
    QPointer<QDialog> m_conflicts;
    QPointer<QDialog> m_deletions;
    QPointer<QDialog> m_history;
};

} // namespace aria::tray

// Starting with the session: a desktop entry in $XDG_CONFIG_HOME/autostart (freedesktop.org, Desktop Application
// Autostart Specification 0.5).
#pragma once

#include "base/error.h"

#include <QCoreApplication>

namespace aria::choices {

// Only the entry itself counts, because desktops change it too. Blocks while it reads or writes one small file.
class Autostart
{
    Q_DECLARE_TR_FUNCTIONS(aria::choices::Autostart)
public:
    // program: absolute path of what is started.
    Autostart(const QString &configHome, QString program);

    bool isEnabled() const;
    // Internal "autostart_unwritable".
    Expected<void> setEnabled(bool enabled) const;
    // Writes an entry of an earlier version again: it does not tell the program that the session started it. Errors as
    // above.
    Expected<void> renew() const;

private:
    Expected<void> write() const;

    QString m_path;
    QString m_program;
};

} // namespace aria::choices

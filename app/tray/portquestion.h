// The API's port is taken: shows by which program, and asks which port to use instead.
#pragma once

#include "base/settings.h"

#include <QDialog>
#include <QNetworkAccessManager>

class QLabel;
class QSpinBox;

namespace aria::tray {

// Without the API, ARIA and n8n cannot reach the service, so it never starts without one unless the person agrees.
class PortQuestion : public QDialog
{
    Q_OBJECT
public:
    explicit PortQuestion(const Settings &settings, QWidget *parent = nullptr);

Q_SIGNALS:
    void portChosen(quint16 port); // 0: any that is free
    void retryWanted(); // the same once more
    void quitWanted();

private:
    void askWhoIsThere(const Settings &settings);
    static QString strangerText(quint16 port);

    QNetworkAccessManager m_network;
    QLabel *m_owner;
    QSpinBox *m_port;
};

} // namespace aria::tray

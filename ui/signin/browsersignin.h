// One sign-in through the browser, from the first click to its end.
#pragma once

#include "uicommon/servicelink.h"

#include <QTimer>
#include <QUrl>

#include <functional>

namespace aria::signin {

// Lives on the UI thread. The browser returns to the service's own address; this class only begins, waits and learns
// how it ended.
class BrowserSignIn : public QObject
{
    Q_OBJECT
public:
    enum class Step { Ready, Asking, Waiting, Done, Failed };

    // Addresses of the service to which Google may send the browser back, the best first: a web client accepts only
    // those registered for it. Asked for each time, because the port may change.
    using Landings = std::function<QStringList()>;
    // Whether a browser could be opened.
    using Browser = std::function<bool(const QUrl &)>;

    BrowserSignIn(uicommon::ServiceLink &link, Landings landings, Browser browser, QObject *parent = nullptr);
    ~BrowserSignIn() override; // gives up what is pending

    Step step() const { return m_step; }
    const QUrl &url() const { return m_url; } // while waiting
    bool hasBrowser() const { return m_hasBrowser; } // while waiting: false: the link must be taken by hand
    const QString &reason() const { return m_reason; } // where it failed, for a person

    void start(); // also again, after anything
    void openBrowser(); // once more, while waiting
    void cancel();

Q_SIGNALS:
    void changed();

private:
    void follow();
    void ask(const QStringList &landings);
    void ended(const QString &state, const QString &code, const QString &message);
    void enter(Step step);
    void fail(const QString &reason);
    void abandon();

    uicommon::ServiceLink &m_link;
    Landings m_landings;
    Browser m_browser;
    QTimer m_limit; // the service forgets it then
    Step m_step = Step::Ready;
    int m_attempt = 0; // answers to earlier ones are too late
    QString m_state;
    QUrl m_url;
    bool m_hasBrowser = true;
    QString m_reason;
};

} // namespace aria::signin

#include "signin/browsersignin.h"

#include "base/whenfinished.h"
#include "signin/signinwords.h"

using namespace Qt::StringLiterals;

namespace aria::signin {

using service::CalendarService;

namespace {

constexpr std::chrono::minutes limit{ 10 }; // google::PendingAuthorizations::lifetime

} // namespace

BrowserSignIn::BrowserSignIn(uicommon::ServiceLink &link, Landings landings, Browser browser, QObject *parent)
    : QObject(parent)
    , m_link(link)
    , m_landings(std::move(landings))
    , m_browser(std::move(browser))
{
    m_limit.setSingleShot(true);
    m_limit.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        abandon();
        fail(SignInWords::reason(u"unknown_state"_s, QString()));
    });
    connect(&m_link, &uicommon::ServiceLink::serviceChanged, this, &BrowserSignIn::follow);
    follow();
}

BrowserSignIn::~BrowserSignIn()
{
    abandon();
}

void BrowserSignIn::follow()
{
    if (CalendarService *service = m_link.service())
        connect(service, &CalendarService::authorizationEnded, this, &BrowserSignIn::ended);
    if (m_step != Step::Waiting && m_step != Step::Asking)
        return;
    m_state.clear(); // a service that starts again knows nothing of it
    fail(tr("The service was restarted meanwhile. Try again."));
}

void BrowserSignIn::start()
{
    abandon();
    ++m_attempt;
    if (!m_link.service())
        return fail(tr("The service is starting. Try again in a moment."));
    enter(Step::Asking);
    ask(m_landings());
}

// The first landing that the client allows.
void BrowserSignIn::ask(const QStringList &landings)
{
    if (!m_link.service() || landings.isEmpty())
        return fail(tr("The service is starting. Try again in a moment."));
    whenFinished(m_link.service()->beginAuthorization(landings.first(), QString()), this,
        [this, landings, attempt = m_attempt](const auto &future) {
            if (attempt != m_attempt || m_step != Step::Asking)
                return;
            if (future.resultCount() == 0)
                return fail(tr("The service was stopped meanwhile. Try again."));
            const Expected<google::Authorization> begun = future.result();
            if (begun) {
                m_state = begun->state;
                m_url = begun->url;
                m_limit.start(limit);
                return openBrowser();
            }
            if (begun.error().code != "redirect_uri_not_allowed"_L1)
                return fail(SignInWords::reason(begun.error().code, begun.error().message));
            if (landings.size() > 1)
                return ask(landings.mid(1));
            //: %1 is a web address of this program.
            fail(tr("Google may not send the browser back to this program. Add %1 to the redirect addresses "
                    "of your "
                    "client, or use a client of the type “Desktop app”.")
                     .arg(m_landings().value(0)));
        });
}

void BrowserSignIn::openBrowser()
{
    m_hasBrowser = m_browser(m_url);
    enter(Step::Waiting);
}

void BrowserSignIn::cancel()
{
    ++m_attempt;
    abandon();
    enter(Step::Ready);
}

void BrowserSignIn::ended(const QString &state, const QString &code, const QString &message)
{
    if (m_step != Step::Waiting || state != m_state)
        return;
    m_state.clear();
    if (!code.isEmpty())
        return fail(SignInWords::reason(code, message));
    enter(Step::Done);
}

void BrowserSignIn::fail(const QString &reason)
{
    m_reason = reason;
    enter(Step::Failed);
}

void BrowserSignIn::enter(Step step)
{
    m_step = step;
    if (step != Step::Waiting) {
        m_limit.stop();
        m_url.clear();
    }
    if (step != Step::Failed)
        m_reason.clear();
    Q_EMIT changed();
}

void BrowserSignIn::abandon()
{
    if (CalendarService *service = m_link.service(); service && !m_state.isEmpty())
        service->abandonAuthorization(m_state);
    m_state.clear();
}

} // namespace aria::signin

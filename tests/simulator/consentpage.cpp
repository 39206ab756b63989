#include "oauthserver.h"

namespace simulator {

using namespace Qt::StringLiterals;

static const QString style = uR"(<style>
body{font:16px/1.5 system-ui,sans-serif;background:#f0f2f5;color:#202124;margin:0}
main{max-width:30rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:12px;box-shadow:0 1px 4px #0003}
h1{font-size:1.4rem;margin:0 0 .5rem}label{display:flex;gap:.75rem;padding:.6rem 0;border-top:1px solid #ddd}
small{color:#5f6368;display:block;overflow-wrap:anywhere}
.row{display:flex;gap:1rem;justify-content:flex-end;margin-top:1.5rem}
button{font:inherit;padding:.5rem 1.5rem;border-radius:20px;border:1px solid #1a73e8;background:#fff;color:#1a73e8}
button[value=allow]{background:#1a73e8;color:#fff}
</style>)"_s;

static QString page(const QString &title, const QString &content)
{
    return u"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%1</title>"
           "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">%2</head>"
           "<body><main>%3</main></body></html>"_s.arg(title, style, content);
}

QString consentPage(const QString &account, const QString &clientId,
    const QList<std::pair<QString, QString>> &scopes, const Parameters &query)
{
    QString form = u"<h1>An app wants to access your Google Account</h1><p>%1</p><p><small>%2</small></p>"
                   "<form method=\"post\"><input type=\"hidden\" name=\"shown\" value=\"1\">"_s.arg(
                       account.toHtmlEscaped(), clientId.toHtmlEscaped());
    for (const auto &[name, value] : query) {
        form += u"<input type=\"hidden\" name=\"%1\" value=\"%2\">"_s.arg(
            name.toHtmlEscaped(), value.toHtmlEscaped());
    }
    for (const auto &[scope, description] : scopes) {
        form += u"<label><input type=\"checkbox\" name=\"granted\" value=\"%1\" checked>"
                "<span>%2<small>%1</small></span></label>"_s.arg(
                    scope.toHtmlEscaped(), description.toHtmlEscaped());
    }
    form += u"<div class=\"row\"><button name=\"decision\" value=\"deny\">Deny</button>"
            "<button name=\"decision\" value=\"allow\">Allow</button></div></form>"_s;
    return page(u"Sign in – simulated Google"_s, form);
}

QString oauthErrorPage(int status, const QString &error, const QString &text)
{
    return page(u"Error %1: %2"_s.arg(status).arg(error.toHtmlEscaped()),
        u"<h1>Access blocked: authorization error</h1><p>%1</p><p><small>Error %2: %3</small></p>"_s.arg(
            text.toHtmlEscaped(), QString::number(status), error.toHtmlEscaped()));
}

} // namespace simulator

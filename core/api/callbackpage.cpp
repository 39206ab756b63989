#include "api/callbackpage.h"

namespace aria::api {

using namespace Qt::StringLiterals;

Response callbackPage(int status, const QString &heading, const QString &text)
{
    static const QString page =
        u"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<title>%1</title><style>"
        "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem}"
        "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#eee}}"
        "</style></head><body><main><h1>%1</h1><p>%2</p></main></body></html>"_s;
    Response response;
    response.status = status;
    response.body = page.arg(heading.toHtmlEscaped(), text.toHtmlEscaped()).toUtf8();
    response.contentType = "text/html; charset=utf-8";
    response.headers = {
        { "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'" },
        { "Referrer-Policy", "no-referrer" },
    };
    return response;
}

} // namespace aria::api

// What a secret looks like, in one place, so that a new kind needs to be added only once.
#include "base/logging.h"

#include <QList>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

struct Rule
{
    QRegularExpression pattern;
    QString replacement;
};

Rule rule(const QString &pattern, const QString &replacement)
{
    QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
    expression.optimize();
    return { expression, replacement };
}

QList<Rule> makeRules()
{
    // Whole names only where the word is common: syncToken and pageToken are not secrets, and neither is statusCode.
    const QString names =
        u"(?:[\\w-]*(?:access_?token|refresh_?token|id_?token|api_?token|channel-token|client_?secret|notify_?secret"
        "|code_?verifier|password|passwd)|(?<![\\w-])(?:token|code|secret))"_s;
    return {
        // "name": "value" in JSON, also in JSON that is itself quoted. Numbers stay: they are Google's error codes.
        rule(u"(\\\\?\"%1\\\\?\"\\s*:\\s*)(\\\\?\")(?:[^\"\\\\]|\\\\[^\"])*\\\\?\""_s.arg(names),
            u"\\1\\2…\\2"_s),
        // name=value in URLs, forms and .env lines, also percent-encoded. Exit and status codes stay.
        rule(
            u"(%1\\s?(?:=|%3D)\\s?[\"']?)(?!(?:[\"']?\\d{1,3}(?![\\w/%+~-]))|…)[^\\s&\"'<>,;)]+"_s.arg(names),
            u"\\1…"_s),
        // Headers.
        rule(u"((?:proxy-)?authorization\"?\\s*[:=]\\s*+\"?+)(?!…)[^\"\\r\\n]+"_s, u"\\1…"_s),
        rule(
            u"((?:channel-token|[\\w-]+_token|client_secret|code_verifier|password)\\s*:\\s*)(?![\\s\"\\\\…])\\S+"_s,
            u"\\1…"_s),
        rule(u"\\b(Bearer)\\s+[\\w.~+/=-]+"_s, u"\\1 …"_s),
        // user:password@ in URLs; the password may hold a raw @.
        rule(u"(://[^\\s/:@\"'?#]*):[^\\s/\"'?#]+@"_s, u"\\1:…@"_s),
        // Google's own: access tokens, refresh tokens, client secrets, authorization codes, signed tokens.
        rule(u"\\bya29\\.[\\w.-]+"_s, u"…"_s),
        rule(u"(?<![\\w.:/])1(?://|%2F%2F)0?[\\w-]{6,}"_s, u"…"_s),
        rule(u"\\bGOCSPX-[\\w-]+"_s, u"…"_s),
        // Standard Webhooks'.
        rule(u"\\bwhsec_[\\w+/=-]+"_s, u"…"_s),
        rule(u"(?<![\\w./])4(?:/|%2F)(?:0A|P7q)[\\w-]{8,}"_s, u"…"_s),
        rule(u"\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*"_s, u"…"_s),
    };
}

} // namespace

QString redact(const QString &text)
{
    static const QList<Rule> rules = makeRules();
    QString redacted = text;
    for (const Rule &each : rules)
        redacted.replace(each.pattern, each.replacement);
    return redacted;
}

} // namespace aria

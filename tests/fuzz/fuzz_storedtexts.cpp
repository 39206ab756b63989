// Texts and JSON in the database that another program may have written: what services tell each other, words of a search,
// characters that a database cannot hold, what is logged.
#include "base/exacttext.h"
#include "base/logging.h"
#include "bytes.h"
#include "service/relayjson.h"
#include "store/columntext.h"
#include "store/words.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

using namespace aria;

namespace {

void checkEscapes(const QString &text)
{
    for (const Escapes which : { Escapes::LoneSurrogates, Escapes::ForSqlite, Escapes::ForPostgres }) {
        const QString stored = escaped(text, which);
        fuzz::require(escaped(stored, which) == stored, "a text is escaped once");
        fuzz::require(text.contains(u'\ufdd0') || unescaped(stored) == text, "a text comes back as it was");
    }
}

void checkRelay(const QJsonObject &json)
{
    const Error error = service::errorFromJson(json);
    fuzz::require(service::toJson(service::errorFromJson(service::toJson(error))) == service::toJson(error),
        "an error passes from service to service");
    const auto outcome = service::outcomeFromJson(json);
    fuzz::require(
        service::toJson(service::outcomeFromJson(service::toJson(outcome))) == service::toJson(outcome),
        "an outcome passes from service to service");
    service::StatusView status;
    service::applyReport(status, json);
    service::StatusView again;
    service::applyReport(again, service::toJson(status));
    fuzz::require(
        service::toJson(again) == service::toJson(status), "a status passes from service to service");
    service::changesFromJson(json);
    service::channelFromJson(json);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes = fuzz::bytesOf(data, size);
    const QString text = QString::fromUtf8(bytes);
    checkEscapes(text);
    checkEscapes(QString(reinterpret_cast<const QChar *>(bytes.constData()), bytes.size() / 2));
    checkRelay(QJsonDocument::fromJson(bytes).object());
    static const QRegularExpression query(u"^(\"[^\"]+\"\\*( |$))*$"_s);
    fuzz::require(query.match(store::fullTextQuery(text)).hasMatch(), "a search is made of quoted words");
    const QString logged = redact(text + u" {\"access_token\":\"ya29.fuzz-secret-1\"} "_s + text);
    fuzz::require(!logged.contains(u"fuzz-secret-1"_s), "no token is in the log");
    store::toInstant(text);
    store::toReminders(text);
    store::toArray(text);
    store::toLines(text);
    return 0;
}

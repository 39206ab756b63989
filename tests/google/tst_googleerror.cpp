#include "google/googleerror.h"

#include "google/httpclient.h"

#include "support/testmain.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace aria;
using namespace aria::google;

namespace {

QByteArray envelope(int code, const char *reason, const char *domain = "global")
{
    return R"({"error":{"errors":[{"domain":")" + QByteArray(domain) + R"(","reason":")" + reason
        + R"(","message":"Because"}],"code":)" + QByteArray::number(code) + R"(,"message":"Because"}})";
}

} // namespace

class TestGoogleError : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void classifies_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ErrorCategory>("category");
        QTest::addColumn<QString>("code");
        const auto row = [](int status, const char *reason, ErrorCategory category) {
            QTest::addRow("%d %s", status, reason)
                << status << envelope(status, reason) << category << QString::fromLatin1(reason);
        };
        row(400, "badRequest", ErrorCategory::Refused);
        row(400, "invalid", ErrorCategory::Refused);
        row(400, "timeRangeEmpty", ErrorCategory::Refused);
        row(401, "authError", ErrorCategory::Unauthorized);
        row(401, "required", ErrorCategory::Unauthorized);
        row(401, "push.webhookUrlUnauthorized", ErrorCategory::Refused);
        row(403, "rateLimitExceeded", ErrorCategory::RateLimited);
        row(403, "userRateLimitExceeded", ErrorCategory::RateLimited);
        row(403, "quotaExceeded", ErrorCategory::RateLimited);
        row(403, "insufficientPermissions", ErrorCategory::Unauthorized);
        row(403, "forbiddenForNonOrganizer", ErrorCategory::Forbidden);
        row(403, "requiredAccessLevel", ErrorCategory::Forbidden);
        row(403, "accessNotConfigured", ErrorCategory::Forbidden);
        row(404, "notFound", ErrorCategory::NotFound);
        row(409, "duplicate", ErrorCategory::Conflict);
        row(410, "deleted", ErrorCategory::Gone);
        row(410, "fullSyncRequired", ErrorCategory::Gone);
        row(412, "conditionNotMet", ErrorCategory::Stale);
        row(429, "rateLimitExceeded", ErrorCategory::RateLimited);
        row(500, "backendError", ErrorCategory::Unavailable);
        row(503, "backendError", ErrorCategory::Unavailable);
        row(410, "updatedMinTooLongAgo", ErrorCategory::Gone);
        QTest::newRow("404 of a front end")
            << 404 << QByteArray(R"({"error":{"code":404,"message":"Not here.","status":"NOT_FOUND"}})")
            << ErrorCategory::NotFound << "NOT_FOUND";
        QTest::newRow("502, no body") << 502 << QByteArray() << ErrorCategory::Unavailable << "http_502";
        QTest::newRow("302") << 302 << QByteArray() << ErrorCategory::Unavailable << "http_302";
        QTest::newRow("408") << 408 << QByteArray() << ErrorCategory::Unavailable << "http_408";
        QTest::newRow("scope by details")
            << 403
            << QByteArray(
                   R"({"error":{"code":403,"message":"m","status":"PERMISSION_DENIED","details":[{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}})")
            << ErrorCategory::Unauthorized << "ACCESS_TOKEN_SCOPE_INSUFFICIENT";
        QTest::newRow("limit by details")
            << 403 << QByteArray(R"({"error":{"code":403,"details":[{"reason":"RATE_LIMIT_EXCEEDED"}]}})")
            << ErrorCategory::RateLimited << "RATE_LIMIT_EXCEEDED";
    }
    void classifies()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(ErrorCategory, category);
        QFETCH(QString, code);
        const Error error = errorFromStatus(status, body, false);
        QCOMPARE(error.category, category);
        QCOMPARE(error.code, code);
        QCOMPARE(error.httpStatus, status);
        QVERIFY(!error.message.isEmpty());
        QCOMPARE(isRejectedToken(error), status == 401 && category == ErrorCategory::Unauthorized);
    }

    // What is not Google's own JSON about this status is a passing fault, above all no deletion.
    void othersWordsArePassing_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        const QList<QByteArray> bodies{ "", " \r\n", "404 page not found", "null", "[]", "{}", "\"notFound\"",
            "{", R"({"message":"no Route matched with those values"})", R"({"error":"not_found"})",
            R"({"error":null})", R"({"error":{}})", R"({"error":[{"reason":"notFound"}]})",
            R"({"error":{"message":"Not Found"}})", R"({"errors":[{"reason":"notFound"}]})",
            R"({"code":5,"message":"Not Found","details":[]})",
            R"({"fault":{"faultstring":"Unable to identify proxy","detail":{"errorcode":"x"}}})",
            R"({"error":{"code":503,"errors":[{"reason":"notFound"}]}})" };
        for (const int status : { 400, 403, 404, 405, 410 }) {
            for (qsizetype i = 0; i < bodies.size(); ++i)
                QTest::addRow("%d %lld", status, i) << status << bodies.at(i);
        }
        for (const int status : { 404, 410 }) {
            QTest::addRow("%d of nothing known", status)
                << status << QByteArray(R"({"error":{"code":)" + QByteArray::number(status) + "}}");
            QTest::addRow("%d badRequest", status) << status << envelope(status, "badRequest");
        }
        QTest::newRow("404 deleted") << 404 << envelope(404, "deleted");
        QTest::newRow("410 notFound") << 410 << envelope(410, "notFound");
    }
    void othersWordsArePassing()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        const Error error = errorFromStatus(status, body, false);
        QCOMPARE(error.category, ErrorCategory::Unavailable);
        QCOMPARE(error.code, u"bad_answer"_s);
        QCOMPARE(error.httpStatus, status);
        QVERIFY(isTransient(error));
        QVERIFY(!error.message.isEmpty());
    }

    void sayWhatToDoAboutARefusalOfEverything()
    {
        const Error off = errorFromStatus(403, envelope(403, "accessNotConfigured"), false);
        QVERIFY(concernsAccount(off));
        QVERIFY2(off.message.contains(u"switch it on"), qPrintable(off.message));
        QVERIFY(!concernsAccount(errorFromStatus(403, envelope(403, "forbidden"), false)));
        QVERIFY(!concernsAccount(errorFromStatus(400, envelope(400, "accountDisabled"), false)));
        const Error calendar =
            withCalendarRefused(u"team"_s, errorFromStatus(403, envelope(403, "forbidden"), false));
        QVERIFY(concernsAccount(calendar));
        QCOMPARE(calendar.category, ErrorCategory::Forbidden);
        QVERIFY2(calendar.message.contains(u"\"team\""), qPrintable(calendar.message));
        QCOMPARE(withCalendarRefused(u"team"_s, off).message, off.message);
        const Error gone = errorFromStatus(404, envelope(404, "notFound"), false);
        QCOMPARE(withCalendarRefused(u"team"_s, gone).code, gone.code);
    }

    // Google's words stand in our answers and in the database: without secrets, in one line, not too long.
    void wordsAreRedacted()
    {
        const QByteArray said =
            "Token ya29.a0AfB_secret in\\u0000\\n request Bearer abc.def refused " + QByteArray(5000, 'x');
        const Error error = errorFromStatus(400,
            R"({"error":{"code":400,"errors":[{"reason":"invalid"}],"message":")" + said + R"("}})", false);
        QCOMPARE(error.category, ErrorCategory::Refused);
        QVERIFY2(!error.message.contains(u"ya29.a0"_s), qPrintable(error.message));
        QVERIFY(!error.message.contains(u"abc.def"_s));
        QVERIFY(!error.message.contains(QChar(0)) && !error.message.contains(u'\n'));
        QVERIFY(error.message.size() < 600);
        const Error odd = errorFromStatus(
            403, R"({"error":{"code":403,"errors":[{"reason":"a b\n<script>"}],"message":"  "}})", false);
        QCOMPARE(odd.code, u"http_403"_s);
        QVERIFY(odd.message.contains(u"403"_s));
    }

    void webPagesAreNoAnswers_data()
    {
        QTest::addColumn<int>("status");
        for (const int status : { 200, 401, 403, 404, 410, 500 })
            QTest::addRow("%d", status) << status;
    }
    void webPagesAreNoAnswers()
    {
        QFETCH(int, status);
        HttpAnswer answer;
        answer.status = status;
        answer.body = "<!DOCTYPE html><p>404</p>";
        answer.contentType = "text/html";
        const Error error = errorFromAnswer(answer);
        QCOMPARE(error.category, ErrorCategory::Unavailable);
        QCOMPARE(error.code, u"bad_answer"_s);
    }

    void networkFaults()
    {
        HttpAnswer answer;
        answer.error = QNetworkReply::HostNotFoundError;
        QCOMPARE(errorFromAnswer(answer).code, u"offline"_s);
        answer.error = QNetworkReply::RemoteHostClosedError;
        QCOMPARE(errorFromAnswer(answer).code, u"network"_s);
        answer.error = QNetworkReply::OperationCanceledError;
        QCOMPARE(errorFromAnswer(answer).code, u"timeout"_s);
        answer.stopped = true;
        QCOMPARE(errorFromAnswer(answer).code, u"stopped"_s);
        QCOMPARE(errorFromAnswer(answer).category, ErrorCategory::Unavailable);
    }
};

ARIA_TEST(TestGoogleError)

#include "tst_googleerror.moc"

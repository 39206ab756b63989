#include "google/googleerror.h"

#include "google/httpclient.h"

#include "support/testmain.h"

#include <QTest>

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
        QTest::newRow("410, no body") << 410 << QByteArray() << ErrorCategory::Gone << "gone";
        QTest::newRow("404, no body") << 404 << QByteArray() << ErrorCategory::NotFound << "notFound";
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
        QCOMPARE(error.code, QStringLiteral("bad_answer"));
    }

    void networkFaults()
    {
        HttpAnswer answer;
        answer.error = QNetworkReply::HostNotFoundError;
        QCOMPARE(errorFromAnswer(answer).code, QStringLiteral("offline"));
        answer.error = QNetworkReply::RemoteHostClosedError;
        QCOMPARE(errorFromAnswer(answer).code, QStringLiteral("network"));
        answer.error = QNetworkReply::OperationCanceledError;
        QCOMPARE(errorFromAnswer(answer).code, QStringLiteral("timeout"));
        answer.stopped = true;
        QCOMPARE(errorFromAnswer(answer).code, QStringLiteral("stopped"));
        QCOMPARE(errorFromAnswer(answer).category, ErrorCategory::Unavailable);
    }
};

ARIA_TEST(TestGoogleError)

#include "tst_googleerror.moc"

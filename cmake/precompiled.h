// What nearly every file includes, compiled once per room. Not to be included by hand. A library's headers are taken in
// where the target links it.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QDateTime>
#include <QFuture>
#include <QFutureWatcher>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QLoggingCategory>
#include <QObject>
#include <QPromise>
#include <QString>
#include <QStringList>
#include <QTimeZone>
#include <QTimer>
#include <QUrl>

#if __has_include(<tl/expected.hpp>)
#include <tl/expected.hpp>
#endif
#if __has_include(<QSqlDatabase>)
#include <QSqlDatabase>
#include <QSqlQuery>
#endif
#if __has_include(<QNetworkAccessManager>)
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTcpServer>
#include <QTcpSocket>
#endif
#if __has_include(<QCoro/QCoroTask>)
#include <QCoro/QCoroFuture>
#include <QCoro/QCoroSignal>
#include <QCoro/QCoroTask>
#endif
#if __has_include(<QTest>)
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#endif

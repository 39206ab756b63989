#include "store/postgresprobe.h"

#include <QRegularExpression>

#include <libpq-fe.h>

#include <chrono>
#include <memory>
#include <vector>

#include <poll.h>

using namespace Qt::StringLiterals;

namespace aria::store {

namespace {

constexpr std::chrono::seconds longestConnecting{ 10 };

// As libpq wants them.
class Parameters
{
public:
    explicit Parameters(const PostgresParameters &parameters)
    {
        for (auto it = parameters.cbegin(); it != parameters.cend(); ++it)
            m_texts << it.key().toUtf8() << it.value().toUtf8();
        for (qsizetype i = 0; i < m_texts.size(); i += 2) {
            m_keywords.push_back(m_texts.at(i).constData());
            m_values.push_back(m_texts.at(i + 1).constData());
        }
        m_keywords.push_back(nullptr);
        m_values.push_back(nullptr);
    }

    const char *const *keywords() const { return m_keywords.data(); }
    const char *const *values() const { return m_values.data(); }

private:
    QList<QByteArray> m_texts;
    std::vector<const char *> m_keywords;
    std::vector<const char *> m_values;
};

using ConnectionPointer = std::unique_ptr<PGconn, decltype(&PQfinish)>;

void connect(PGconn *connection)
{
    const auto deadline = std::chrono::steady_clock::now() + longestConnecting;
    auto state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        pollfd socket{ PQsocket(connection),
            static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0 };
        if (left.count() <= 0 || ::poll(&socket, 1, static_cast<int>(left.count())) == 0)
            return;
        state = PQconnectPoll(connection);
    }
}

// Insufficient resources, operator intervention (starting up, shutting down), connections, system errors, and "not now".
bool mayPass(const QString &state)
{
    return state.startsWith(u"53") || state.startsWith(u"57") || state.startsWith(u"08")
        || state.startsWith(u"58") || state.startsWith(u"XX") || state == u"55000";
}

} // namespace

bool connectionMayPass(const PostgresParameters &given)
{
    const Parameters parameters(given);
    const ConnectionPointer connection(
        PQconnectStartParams(parameters.keywords(), parameters.values(), 0), &PQfinish);
    if (!connection)
        return true;
    // Its messages are in the server's language; the state is not.
    PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
    if (PQstatus(connection.get()) != CONNECTION_BAD)
        connect(connection.get());
    if (PQstatus(connection.get()) == CONNECTION_OK)
        return true;
    // One line a host.
    static const QRegularExpression stateAtEnd(u":  ?([0-9A-Z]{5})$"_s, QRegularExpression::MultilineOption);
    bool isRefused = false;
    auto found = stateAtEnd.globalMatch(QString::fromUtf8(PQerrorMessage(connection.get())));
    while (found.hasNext()) {
        if (mayPass(found.next().captured(1)))
            return true;
        isRefused = true;
    }
    if (isRefused || PQconnectionNeedsPassword(connection.get()))
        return false;
    switch (PQpingParams(parameters.keywords(), parameters.values(), 0)) {
    case PQPING_NO_ATTEMPT:
        return false;
    case PQPING_OK: {
        // It answers, and not with a word of its own: where encryption is demanded, that is what it does not offer.
        const auto encryption = given.value(u"sslmode"_s);
        return encryption != u"require" && !encryption.startsWith(u"verify");
    }
    default:
        return true;
    }
}

} // namespace aria::store

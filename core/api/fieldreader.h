// Reads the members of a JSON body or the parameters of a query, and reports all faults at once in FastAPI's form.
#pragma once

#include "api/message.h"

#include <QJsonObject>

namespace aria::api {

// Collects what is wrong with one request.
class Faults
{
public:
    void add(const QStringList &loc, const QString &type, const QString &message)
    {
        m_list.append({ loc, message, type });
    }
    void addAll(const QList<Fault> &faults) { m_list.append(faults); }
    bool isEmpty() const { return m_list.isEmpty(); }
    const QList<Fault> &list() const { return m_list; }

private:
    QList<Fault> m_list;
};

// The largest whole number that all JSON implementations agree on (RFC 8259, 6): 2^53 - 1.
constexpr qint64 maxInteger = 9'007'199'254'740'991;

// The body as one JSON object; an empty body is an empty object if `optional`. Adds faults if it is not an object.
std::optional<QJsonObject> readObject(const QByteArray &body, bool optional, Faults &faults);

// What a text may be. Lengths are in Unicode code points.
struct TextRule
{
    bool required = false;
    qsizetype minLength = 0; // counted without surrounding white space
    qsizetype maxLength = -1; // -1: no limit of ours
};

// Members that are absent or null read as nullopt (pydantic's optional members); so do wrong ones, with a fault.
class FieldReader
{
public:
    FieldReader(QJsonObject object, Faults &faults, QStringList loc = { QStringLiteral("body") })
        : m_object(std::move(object))
        , m_faults(faults)
        , m_loc(std::move(loc))
    {
    }

    bool has(const QString &name) const
    {
        return !m_object.value(name).isUndefined() && !m_object.value(name).isNull();
    }
    QJsonValue value(const QString &name) const { return m_object.value(name); }
    QStringList loc(const QString &name) const { return m_loc + QStringList{ name }; }
    void fault(const QString &name, const QString &type, const QString &message) const;

    std::optional<QString> text(const QString &name, TextRule rule = {}) const;
    std::optional<bool> boolean(const QString &name) const;
    std::optional<qint64> integer(const QString &name, qint64 min, qint64 max, bool required = false) const;
    std::optional<QString> choice(
        const QString &name, const QStringList &allowed, bool required = false) const;
    std::optional<QJsonArray> list(const QString &name, qsizetype maxLength = -1) const;

private:
    bool isPresent(const QString &name, bool required) const;

    QJsonObject m_object;
    Faults &m_faults;
    QStringList m_loc;
};

// A whole number from the query; `fallback` if it is absent.
int queryInteger(const Request &request, const QString &name, int fallback, int min, int max, Faults &faults);
// true, false, 1 or 0; false if it is absent.
bool queryFlag(const Request &request, const QString &name, Faults &faults);
// calendar_id from the query or, for a request with a body, from the body; a fault if the two differ. Empty
// if it is absent.
QString requestedCalendar(const Request &request, Faults &faults, const FieldReader *body = nullptr);
// An IANA or Windows zone from the query as its IANA id; empty if it is absent.
QByteArray queryZone(const Request &request, const QString &name, Faults &faults);

} // namespace aria::api

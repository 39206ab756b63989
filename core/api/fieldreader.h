// Reads the members of a JSON body or the parameters of a query, and names every fault at once in FastAPI's
// form.
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

// The largest whole number of all that JSON's users agree on (RFC 8259, 6): 2^53 - 1.
constexpr qint64 maxInteger = 9'007'199'254'740'991;

// The body as one JSON object; an empty body is an empty object if `optional`. Faults where it is none.
std::optional<QJsonObject> readObject(const QByteArray &body, bool optional, Faults &faults);

// What a text may be. Lengths in Unicode code points.
struct TextRule
{
    bool required = false;
    qsizetype minLength = 0; // counted without surrounding white space
    qsizetype maxLength = -1; // -1: no limit of ours
};

// Members that are absent or null read as nullopt (pydantic's optional members); wrong ones too, with a
// fault.
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

// A whole number of the query; `fallback` where it is absent.
int queryInteger(const Request &request, const QString &name, int fallback, int min, int max, Faults &faults);
// true, false, 1 or 0; false where it is absent.
bool queryFlag(const Request &request, const QString &name, Faults &faults);
// calendar_id of the query or, for a request that has one, of the body; a fault where both name different ones. Empty
// where it is absent.
QString requestedCalendar(const Request &request, Faults &faults, const FieldReader *body = nullptr);
// An IANA or Windows zone of the query as its IANA id; empty where it is absent.
QByteArray queryZone(const Request &request, const QString &name, Faults &faults);

} // namespace aria::api

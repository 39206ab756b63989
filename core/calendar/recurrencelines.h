// Parses the text of recurrence lines; used only inside this room.
#pragma once

#include <QDateTime>
#include <QMap>
#include <QSet>
#include <QStringList>

#include <optional>

namespace aria::calendar {

// "EXDATE;TZID=Europe/Berlin:20240115T140000,…" as EXDATE, {TZID: Europe/Berlin}, values.
struct RecurrenceLine
{
    QString kind; // RRULE, EXRULE, RDATE, EXDATE (upper case)
    QMap<QString, QString> parameters; // names in upper case
    QString value; // everything after the colon, trimmed

    bool isRule() const { return kind == QLatin1String("RRULE") || kind == QLatin1String("EXRULE"); }
    QStringList values() const { return value.split(u',', Qt::SkipEmptyParts); }
    // The parts of a rule ("FREQ" → "WEEKLY"), in upper case; nullopt if a part has no "=" or appears twice.
    std::optional<QMap<QString, QString>> ruleParts() const;
};

// nullopt if the line is none of the four kinds.
std::optional<RecurrenceLine> parseRecurrenceLine(const QString &line);

// "20240115", "20240115T140000", "20240115T140000Z" (periods: their start).
struct BasicTime
{
    QDate date;
    QTime time{ 0, 0 };
    bool hasTime = false;
    bool utc = false;
};
std::optional<BasicTime> parseBasicTime(const QString &text);

// The lines as a set of statements. The order of lines, parts and list elements does not matter, nor do parts that
// only state the default (INTERVAL=1, WKST=MO, VALUE=DATE-TIME).
QSet<QString> recurrenceMeaning(const QStringList &lines);

} // namespace aria::calendar

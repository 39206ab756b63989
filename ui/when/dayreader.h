// Reads what people write for a day: "24.12.", "12/24/2026", "24 déc.", "tomorrow", "下周五", "٢٤/١٢". Pure.
#pragma once

#include "when/grammar.h"

#include <QDate>

#include <memory>
#include <optional>

namespace aria::when {

// What a text without a year or a month is completed by.
struct Today
{
    QDate date;
    // The day that stood there before; dates are looked for around it. Invalid: none.
    QDate before = {};
};

struct FoundDay
{
    qsizetype start = 0; // in the folded line
    qsizetype length = 0;
    QDate day;
    QString text; // folded, what was read
    bool isVague = false; // no day was named: "next month", "at the weekend"
    bool isOfNextWeek = false; // a weekday that was named as one of next week
};

class DayReader
{
public:
    explicit DayReader(const QLocale &locale);
    ~DayReader();

    // A field's whole text; nullopt if it is no day, or could be no single one.
    std::optional<QDate> read(const QString &text, const Today &today) const;
    // The first day among the words of a folded line, in the person's language before others.
    std::optional<FoundDay> find(const QString &line, const Today &today) const;
    // "June" at the start of a folded line: its first day.
    std::optional<FoundDay> findMonth(const QString &line, const Today &today) const;

private:
    struct Tongue;
    QList<std::shared_ptr<const Tongue>> m_tongues; // the person's own first
    std::shared_ptr<const Tongue> m_figures; // numbers alone, in any language
    QString m_order; // of the locale's short dates: "dmy", "mdy" or "ymd"
};

// Full and short names, folded, with the grammar's own: 1 Monday … 7 Sunday.
QHash<QString, int> weekdaysOf(const Grammar &grammar, const QLocale &locale);
QHash<QString, int> monthsOf(const Grammar &grammar, const QLocale &locale); // 1 to 12

} // namespace aria::when

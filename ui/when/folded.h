// Text in the form in which words are compared. Pure.
#pragma once

#include <QList>
#include <QString>

namespace aria::when {

// Small letters without accents and vowel signs, the digits of every script as 0 to 9, every kind of space as one, and
// no marks of direction. Knows where each letter stood.
class Folded
{
public:
    explicit Folded(const QString &text);

    const QString &text() const { return m_text; }
    // Where the letter at `position` stood in the original; its size for the end.
    qsizetype original(qsizetype position) const { return m_places.at(position); }

private:
    QString m_text;
    QList<qsizetype> m_places; // one more than letters
};

QString folded(const QString &text);

} // namespace aria::when

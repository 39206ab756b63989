// A line while it is being read: what was understood is taken out of it, and what is left is the title. Pure.
#pragma once

#include "when/folded.h"

namespace aria::phrase {

// Marks a place where something was taken out. It is not a space, so that nothing is read across it.
constexpr QChar gap = u'\uFFFC';

class Line
{
public:
    explicit Line(const QString &typed);

    const QString &text() const { return m_text; } // a space at both ends
    when::Folded folded() const { return when::Folded(m_text); }
    // Positions are those of the folded line.
    void takeOut(const when::Folded &line, qsizetype start, qsizetype length);
    void takeOutOfText(qsizetype start, qsizetype length); // positions of text()
    // As they were typed.
    QString words(const when::Folded &line, qsizetype start, qsizetype length) const;
    void setText(const QString &text) { m_text = text; }
    QString rest() const; // without gaps and what stood around them

private:
    QString m_text;
};

} // namespace aria::phrase

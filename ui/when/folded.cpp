#include "when/folded.h"

namespace aria::when {

namespace {

// Written between or around letters, but no part of a word: tatweel and the marks of direction.
bool isInvisible(QChar letter)
{
    return letter.category() == QChar::Other_Format || letter == u'\u0640';
}

QChar plain(QChar letter)
{
    if (letter.isSpace())
        return u' ';
    if (letter.isDigit())
        return QChar(u'0' + letter.digitValue());
    switch (letter.unicode()) {
    case u'\uFF1A': // the colon among Chinese letters
        return u':';
    case u'\u066B': // the decimal point of Arabic
    case u'\uFF0E':
    case u'\u3002':
        return u'.';
    case u'\u060C': // Arabic's and Chinese's commas
    case u'\uFF0C':
    case u'\u3001':
        return u',';
    case u'\uFF0F':
        return u'/';
    case u'\u0649': // Arabic's ى, which many write for ي, and the other way round
        return u'\u064A';
    case u'\u2019':
        return u'\'';
    case u'\u2013': // dashes
    case u'\u2014':
    case u'\u2212':
    case u'\uFF0D':
    case u'\uFF5E':
    case u'~':
        return u'-';
    default:
        return letter;
    }
}

} // namespace

Folded::Folded(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QString parts = QString(text.at(i)).normalized(QString::NormalizationForm_D).toLower();
        for (const QChar part : parts) {
            if (part.category() == QChar::Mark_NonSpacing || isInvisible(part))
                continue;
            m_text.append(plain(part));
            m_places.append(i);
            // So many write ه for ة, where a word ends.
            const bool isLast = i + 1 == text.size() || !text.at(i + 1).isLetter();
            if (part == u'\u0647' && isLast && m_text.size() > 1 && m_text.at(m_text.size() - 2).isLetter())
                m_text.back() = u'\u0629';
        }
    }
    m_places.append(text.size());
}

QString folded(const QString &text)
{
    return Folded(text).text();
}

} // namespace aria::when

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
        }
    }
    m_places.append(text.size());
}

QString folded(const QString &text)
{
    return Folded(text).text();
}

} // namespace aria::when

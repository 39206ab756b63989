#include "base/envfile.h"

#include "base/smallfile.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace aria {

namespace {

bool isNameStart(QChar c)
{
    return c == u'_' || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isNamePart(QChar c)
{
    return isNameStart(c) || (c >= u'0' && c <= u'9');
}

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t';
}

class Parser
{
public:
    Parser(QString text, QString fileName)
        : m_text(std::move(text))
        , m_fileName(std::move(fileName))
    {
    }

    Expected<QList<EnvAssignment>> parse()
    {
        while (m_position < m_text.size())
            parseLine();
        if (m_complaints.isEmpty())
            return m_assignments;
        return makeError(ErrorCategory::InvalidInput, u"bad_env_file"_s, m_complaints.join(u'\n'));
    }

private:
    QChar peek() const { return m_position < m_text.size() ? m_text.at(m_position) : QChar(u'\n'); }

    void skipBlanks()
    {
        while (isBlank(peek()))
            ++m_position;
    }

    void skipLine()
    {
        while (peek() != u'\n')
            ++m_position;
        ++m_position;
        ++m_line;
    }

    void complain(int line, const QString &what)
    {
        m_complaints.append(u"%1:%2: %3"_s.arg(m_fileName).arg(line).arg(what));
    }

    QString takeName()
    {
        const qsizetype start = m_position;
        if (isNameStart(peek())) {
            while (isNamePart(peek()))
                ++m_position;
        }
        return m_text.mid(start, m_position - start);
    }

    void parseLine()
    {
        skipBlanks();
        if (peek() == u'\n' || peek() == u'#')
            return skipLine();
        const int line = m_line;
        QString name = takeName();
        if (name == u"export"_s && isBlank(peek())) {
            skipBlanks();
            if (peek() != u'=') // `export = x` assigns a variable of that name
                name = takeName();
        }
        skipBlanks();
        if (name.isEmpty() || peek() != u'=') {
            complain(line, u"expected NAME=value, a comment or a blank line"_s);
            return skipLine();
        }
        ++m_position;
        skipBlanks();
        const bool quoted = peek() == u'"' || peek() == u'\'';
        const std::optional<QString> value = quoted ? takeQuoted() : takePlain();
        if (!value) {
            complain(line, u"the quote that opens the value of %1 is never closed"_s.arg(name));
            return;
        }
        skipBlanks();
        if (peek() != u'\n' && peek() != u'#') {
            complain(m_line, u"something stands after the closing quote of %1"_s.arg(name));
            return skipLine();
        }
        m_assignments.append({ name, *value, line });
        skipLine();
    }

    // Reads up to the end of the line or to a # after a blank; `a#b` is a value.
    QString takePlain()
    {
        const qsizetype start = m_position;
        while (peek() != u'\n'
            && !(peek() == u'#' && (m_position == start || isBlank(m_text.at(m_position - 1)))))
            ++m_position;
        return m_text.mid(start, m_position - start).trimmed();
    }

    std::optional<QString> takeQuoted()
    {
        const QChar quote = m_text.at(m_position++);
        QString value;
        while (m_position < m_text.size()) {
            const QChar c = m_text.at(m_position++);
            if (c == quote)
                return value;
            if (c == u'\n')
                ++m_line;
            if (c == u'\\' && quote == u'"' && m_position < m_text.size())
                value += unescape(m_text.at(m_position++));
            else
                value += c;
        }
        return std::nullopt;
    }

    // An unknown escape keeps its backslash, as in python-dotenv.
    QString unescape(QChar c)
    {
        switch (c.unicode()) {
        case u'n':
            return u"\n"_s;
        case u'r':
            return u"\r"_s;
        case u't':
            return u"\t"_s;
        case u'"':
        case u'\'':
        case u'\\':
        case u'$':
            return c;
        case u'\n':
            ++m_line;
            [[fallthrough]];
        default:
            return QString(u'\\') + c;
        }
    }

    QString m_text;
    QString m_fileName;
    qsizetype m_position = 0;
    int m_line = 1;
    QList<EnvAssignment> m_assignments;
    QStringList m_complaints;
};

} // namespace

Expected<QList<EnvAssignment>> parseEnvFile(const QByteArray &content, const QString &fileName)
{
    QStringDecoder decoder(QStringDecoder::Utf8); // drops a byte order mark
    QString text = decoder(content);
    if (decoder.hasError() || text.contains(QChar::Null)) {
        return makeError(
            ErrorCategory::InvalidInput, u"bad_env_file"_s, u"%1: is not UTF-8 text"_s.arg(fileName));
    }
    text.replace(u"\r\n"_s, u"\n"_s);
    return Parser(text, fileName).parse();
}

Expected<QList<EnvAssignment>> readEnvFile(const QString &path)
{
    const Expected<QByteArray> content = readSmallFile(path);
    if (!content) {
        const Error &why = content.error();
        return makeError(why.category, u"env_file_unreadable"_s, u"%1: %2"_s.arg(path, why.message));
    }
    return parseEnvFile(*content, path);
}

} // namespace aria

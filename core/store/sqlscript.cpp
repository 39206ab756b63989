#include "store/sqlscript.h"

namespace aria::store {

namespace {

class Splitter
{
public:
    explicit Splitter(const QString &script)
        : m_script(script)
    {
    }

    QStringList run()
    {
        while (m_at < m_script.size())
            step();
        endStatement();
        return m_statements;
    }

private:
    void step()
    {
        const QChar c = m_script.at(m_at);
        if (startsWith(u"--"))
            skip(m_script.indexOf(u'\n', m_at), 0);
        else if (startsWith(u"/*"))
            skip(m_script.indexOf(u"*/", m_at + 2), 2);
        else if (c == u'\'' || c == u'"' || c == u'`')
            take(m_script.indexOf(c, m_at + 1), 1); // a doubled quote is two texts side by side
        else if (c.isLetter() || c == u'_')
            takeWord();
        else if (c == u';')
            takeSemicolon();
        else
            takeOther(c);
    }

    bool startsWith(QStringView text) const { return QStringView(m_script).mid(m_at).startsWith(text); }

    void skip(qsizetype until, qsizetype more)
    {
        m_at = until < 0 ? m_script.size() : until + more;
        if (!m_current.isEmpty())
            m_current += u' ';
    }

    void take(qsizetype until, qsizetype more)
    {
        const auto end = until < 0 ? m_script.size() : until + more;
        m_current += QStringView(m_script).mid(m_at, end - m_at);
        m_at = end;
        m_last = Token::Other;
    }

    void takeWord()
    {
        auto end = m_at;
        while (end < m_script.size() && (m_script.at(end).isLetterOrNumber() || m_script.at(end) == u'_'))
            ++end;
        const auto word = QStringView(m_script).mid(m_at, end - m_at);
        if (m_words < 4 && word.compare(u"TRIGGER", Qt::CaseInsensitive) == 0)
            m_isTrigger = true;
        ++m_words;
        const bool closes = m_last == Token::Semicolon && word.compare(u"END", Qt::CaseInsensitive) == 0;
        m_current += word;
        m_at = end;
        m_last = closes ? Token::End : Token::Other;
    }

    void takeSemicolon()
    {
        ++m_at;
        if (m_isTrigger && m_last != Token::End) {
            m_current += u';';
            m_last = Token::Semicolon;
        } else {
            endStatement();
        }
    }

    void takeOther(QChar c)
    {
        ++m_at;
        if (!c.isSpace())
            m_last = Token::Other;
        if (!c.isSpace() || !m_current.isEmpty())
            m_current += c;
    }

    void endStatement()
    {
        const auto statement = m_current.trimmed();
        if (!statement.isEmpty())
            m_statements << statement;
        m_current.clear();
        m_words = 0;
        m_isTrigger = false;
        m_last = Token::Other;
    }

    enum class Token { Other, Semicolon, End };
    const QString &m_script;
    qsizetype m_at = 0;
    QString m_current;
    QStringList m_statements;
    Token m_last = Token::Other; // the last that is neither space nor comment
    int m_words = 0; // CREATE [TEMP] TRIGGER stands within the first ones
    bool m_isTrigger = false;
};

} // namespace

QStringList splitSqlScript(const QString &script)
{
    return Splitter(script).run();
}

} // namespace aria::store

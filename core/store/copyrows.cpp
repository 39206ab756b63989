#include "store/copyrows.h"

#include "store/dialect.h"

namespace aria::store {

void CopyRows::add(const QVariantList &values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (i > 0)
            m_text += '\t';
        addValue(values.at(i));
    }
    m_text += '\n';
}

void CopyRows::addValue(const QVariant &value)
{
    if (value.isNull()) {
        m_text += "\\N";
        return;
    }
    if (value.typeId() == QMetaType::Bool) {
        m_text += value.toBool() ? 't' : 'f';
        return;
    }
    const QByteArray text = m_dialect.storable(value).toString().toUtf8();
    qsizetype copied = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char escape = text.at(i) == '\\' ? '\\'
            : text.at(i) == '\n'               ? 'n'
            : text.at(i) == '\r'               ? 'r'
            : text.at(i) == '\t'               ? 't'
                                               : '\0';
        if (escape == '\0')
            continue;
        m_text.append(text.constData() + copied, i - copied);
        m_text += '\\';
        m_text += escape;
        copied = i + 1;
    }
    m_text.append(text.constData() + copied, text.size() - copied);
}

} // namespace aria::store

// Lists as one parameter of a statement: a JSON list in a text.
#pragma once

#include <QJsonArray>
#include <QJsonDocument>
#include <QList>
#include <QString>

namespace aria::store {

template <class T> QString jsonList(const QList<T> &items)
{
    QJsonArray list;
    for (const auto &item : items)
        list << item;
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

} // namespace aria::store

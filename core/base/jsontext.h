// What compact JSON says about the texts in it.
#pragma once

#include <QByteArray>

namespace aria {

// False: no text in what QJsonDocument wrote has to be escaped (exacttext.h), for whatever purpose. So the many that hold
// nothing odd are not looked through text by text.
bool mayHoldOddTexts(const QByteArray &json);

} // namespace aria

// What a command of the service is: a coroutine on the service's thread that ends with a value or an error.
#pragma once

#include "base/error.h"

#include <QCoro/QCoroTask>

namespace aria::service {

template <class T> using Task = QCoro::Task<Expected<T>>;

} // namespace aria::service

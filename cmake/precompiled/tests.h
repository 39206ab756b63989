// What nearly every test includes.
#pragma once

#include "core.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

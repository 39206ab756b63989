// What nearly every test of a window includes.
#pragma once

#include "ui.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

// Which event loops Qt gives the program's threads.
#pragma once

namespace aria::program {

enum class GlibLoop {
    Never,
    OnMainThread, // where desktops' libraries (keyring, file dialogs) rely on it
};

// Called before the application object is made, and before any thread is started. GLib's loop, which Qt takes where it can,
// is woken by a system call for each event that is posted to it, about twenty for one answer of the API; Qt's own is woken
// once.
void chooseEventLoops(GlibLoop glib);

} // namespace aria::program

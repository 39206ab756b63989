#!/usr/bin/env bash
# The real tray program on a real X server with a real panel, and without one. xserver.sh <folder of the programs>
set -euo pipefail
programs=$1
work=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
fail() {
    echo "FAIL: $*" >&2
    cat "$work/log" >&2 || true
    exit 1
}
# Until the command succeeds: at most 20 s.
eventually() {
    for _ in $(seq 200); do
        if "$@" >/dev/null 2>&1; then return 0; fi
        sleep 0.1
    done
    return 1
}
agenda_is_shown() { xdotool search --onlyvisible --name '^(Agenda|Agenda .*)$'; }
agenda_is_gone() { ! agenda_is_shown; }

unset QT_QPA_PLATFORM WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS LANGUAGE
export LC_ALL=C.UTF-8 # windows are found by their English titles
export XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data XDG_RUNTIME_DIR=$work/run HOME=$work QT_QPA_PLATFORM=xcb
mkdir -m 700 "$work/run"

# -displayfd takes a free display and says which.
Xvfb -displayfd 3 -screen 0 1280x800x24 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
eventually test -s "$work/display" || fail "no X server"
export DISPLAY=:$(cat "$work/display")

start() { # the program, ready
    : >"$work/log"
    "$programs/aria-calendar-sync" --port 0 >"$work/log" 2>&1 &
    program=$!
    pids+=("$program")
    eventually grep -q 'aria-calendar-sync ready at http' "$work/log" || fail "it does not get ready"
}
stop() { # within 5 s, with exit code 0
    local begin=$SECONDS code=0
    kill -TERM "$program"
    wait "$program" || code=$?
    ((code == 0)) || fail "exit code $code"
    ((SECONDS - begin <= 5)) || fail "it took $((SECONDS - begin)) s to end"
}

echo "without a panel the agenda opens by itself"
start
eventually agenda_is_shown || fail "no agenda"
echo "a second start ends with 0 and raises the first"
"$programs/aria-calendar-sync" --port 0 | grep -q 'runs already' || fail "the second start does not hand over"
stop

echo "with a panel the icon appears, also where the panel comes late"
start
trayer --edge top --align left --widthtype request --height 24 >/dev/null 2>&1 &
panel=$!
pids+=("$panel")
# The panel gives the icon a square of its own height.
icon() {
    local id
    for id in $(xdotool search --name '.*'); do
        [[ $(xdotool getwindowname "$id") == Calendar && $(xdotool getwindowgeometry "$id") =~ Geometry:\ (2[0-4])x(2[0-4]) ]] && return 0
    done
    return 1
}
eventually icon || fail "no icon in the panel"
echo "a click opens the agenda"
stop
start
eventually icon || fail "no icon for the second start"
agenda_is_gone || fail "the agenda is in the way although there is a panel"
xdotool mousemove 12 12 click 1
eventually agenda_is_shown || fail "a click does not open the agenda"
echo "the icon comes back with a panel that starts again"
kill "$panel"
wait "$panel" 2>/dev/null || true
trayer --edge top --align left --widthtype request --height 24 >/dev/null 2>&1 &
pids+=($!)
eventually icon || fail "no icon in the second panel"
stop
echo "ok"

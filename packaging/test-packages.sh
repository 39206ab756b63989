#!/usr/bin/env bash
# Installs, runs, upgrades and purges the Debian packages in a bare Debian of its own, made with debootstrap, and then once
# more under the systemd of that Debian, booted by systemd-nspawn. Needs root.
#   packaging/test-packages.sh 12|13 [--debs DIR] [--folder DIR] [--mirror URL]
# --debs: packages that `make deb` made on that Debian. Without it they are built there first, from a fresh clone of HEAD,
# in the Debian that packaging/test-in-debian.sh keeps; that takes a while. The bare Debian is thrown away in the end;
# what debootstrap fetched is kept in --folder, below /var/cache otherwise.
set -euo pipefail

die() {
    echo "test-packages: $2" >&2
    exit "$1"
}

source_tree=$(cd "$(dirname "$0")/.." && pwd)
release=${1:-}
case $release in
12) suite=bookworm ;;
13) suite=trixie ;;
*) die 64 'which Debian? 12 or 13' ;;
esac
shift
debs='' mirror='' folder=/var/cache/aria-calendar-sync
while (($# > 0)); do
    (($# > 1)) || die 64 "$1 needs a value"
    case $1 in
    --debs) debs=$(realpath "$2") ;;
    --folder) folder=$2 ;;
    --mirror) mirror=$2 ;;
    *) die 64 "unknown argument: $1" ;;
    esac
    shift 2
done
((EUID == 0)) || die 77 'only root can make a Debian and change into it'
for program in debootstrap unshare dpkg-deb; do
    command -v "$program" >/dev/null || die 69 "$program is missing"
done
if [[ -z $mirror ]]; then
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
        awk '$2 ~ /^(bookworm|trixie|stable|testing|sid)$/ && $3 == "main" { print $1; exit }')
    [[ -n $mirror ]] || die 78 "this machine's apt has no mirror of Debian: name one with --mirror"
fi
if [[ -z $debs ]]; then
    "$source_tree/packaging/test-in-debian.sh" "$release" --deb --folder "$folder/debian-$release" --mirror "$mirror"
    debs=$folder/debian-$release/srv/aria-calendar-sync/build-release/packages
fi
for package in aria-calendar-syncd aria-calendar-sync aria-calendar-sync-common; do
    compgen -G "$debs/${package}_*.deb" >/dev/null || die 66 "there is no $package in $debs"
done

say() { echo "== $*"; }

# Lintian first: it needs no Debian of its own. Debug symbols are not its business.
if command -v lintian >/dev/null; then
    say lintian
    lintian --allow-root --fail-on error --tag-display-limit 0 "$debs"/aria-calendar-sync{,d,-common}_*.deb
else
    say 'lintian is not installed, so it is skipped'
fi

base=$folder/bare-$release.tar
if [[ ! -e $base ]]; then
    say "a bare Debian $release"
    part=$(mktemp -d "$folder/bare.XXXXXX")
    script=/usr/share/debootstrap/scripts/$suite
    [[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$part" "$mirror" "$script" >/dev/null
    tar -C "$part" -cf "$base.unfinished" .
    mv "$base.unfinished" "$base"
    rm -rf "$part"
fi
root=$(mktemp -d "$folder/packages.XXXXXX")
trap 'rm -rf "$root"' EXIT
tar -C "$root" -xf "$base"
chmod 755 "$root" # mktemp made it for root alone
echo "deb $mirror $suite main" >"$root/etc/apt/sources.list"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
apt-config dump | grep -E '^Acquire::(https?|Check|Retries)[:-]' >"$root/etc/apt/apt.conf.d/90host" || true
for file in /etc/resolv.conf /etc/hosts; do
    cp --remove-destination "$(readlink -f "$file")" "$root$file"
done

# The same packages, but older: what an upgrade starts from.
mkdir -p "$root/new" "$root/old"
cp "$debs"/*.deb "$root/new/"
for package in "$root"/new/*.deb; do
    [[ $package == *dbgsym* ]] && continue
    tree=$(mktemp -d)
    dpkg-deb -R "$package" "$tree"
    sed -Ei -e 's/^Version: .*/Version: 0.0.1-1/' -e 's/(aria-calendar-sync-common) \(= [^)]*\)/\1 (= 0.0.1-1)/' "$tree/DEBIAN/control"
    dpkg-deb --root-owner-group -b "$tree" "$root/old/$(basename "$package")" >/dev/null
    rm -rf "$tree"
done

cat >"$root/try" <<'TRY'
#!/usr/bin/env bash
# In the bare Debian.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
say() { echo "== $*"; }
fail() { echo "test-packages: $*" >&2; exit 1; }
install() { apt-get install --yes --no-install-recommends -qq "$@" >/dev/null; }
apt-get update -qq
useradd --create-home person
find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /new -o -path /old -o -path /tmp \) -prune -o -print |
    sort >/before

# Starts a program as a person, asks it whether it is well, and ends it.
try_run() {
    local log=/tmp/run.log url
    rm -f "$log"
    HOME=/home/person setpriv --reuid person --regid person --clear-groups \
        env QT_QPA_PLATFORM=offscreen "$@" --demo --port 0 >"$log" 2>&1 &
    local runner=$!
    for ((i = 0; i < 600; ++i)); do
        grep -q 'ready at http' "$log" && break
        kill -0 $runner 2>/dev/null || { cat "$log"; fail "$1 does not start"; }
        sleep 0.1
    done
    url=$(sed -n 's/.*sync[d]* ready at http:\/\/\([^ ]*\).*/\1/p' "$log")
    exec 3<>"/dev/tcp/${url%:*}/${url#*:}"
    printf 'GET /health HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$url" >&3
    grep -q '200' <&3 || fail "$1 is not well"
    exec 3>&-
    kill -TERM $runner
    wait $runner || { cat "$log"; fail "$1 does not end well"; }
}

say "the service alone, older version"
install /old/aria-calendar-sync{d,-common}_*.deb
if dpkg-query -W -f '${Package}\n' | grep -E '^(libqt6(gui|widgets)|libx11|libxcb|libgl1|libwayland)'; then
    fail 'the service brings graphical libraries along'
fi
try_run aria-calendar-syncd
getent passwd aria-calendar-sync >/dev/null || fail 'the service has no user'
mkdir -p /var/lib/aria-calendar-sync /etc/aria-calendar-sync
touch /var/lib/aria-calendar-sync/calendar.db /etc/aria-calendar-sync/settings.ini

say "upgrade, and the tray program besides"
install /new/aria-calendar-sync{d,-common,}_*.deb
[[ $(dpkg-query -W -f '${Version}' aria-calendar-syncd) != 0.0.1-1 ]] || fail 'nothing was upgraded'
[[ -e /var/lib/aria-calendar-sync/calendar.db ]] || fail 'the upgrade took the database'
try_run aria-calendar-syncd
try_run aria-calendar-sync
for page in /usr/share/man/man8/aria-calendar-syncd.8.gz /usr/share/man/man1/aria-calendar-sync.1.gz; do
    # A bare Debian may be told to leave manual pages out.
    [[ -e $page ]] || grep -qs 'path-exclude.*man' /etc/dpkg/dpkg.cfg.d/* || fail "there is no $page"
done
dpkg --audit
say "debug symbols"
install /new/*dbgsym*.deb
say "purge"
apt-get purge --yes -qq 'aria-calendar-sync*' >/dev/null
apt-get autoremove --purge --yes -qq >/dev/null
find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /new -o -path /old -o -path /tmp -o -path /home \) -prune -o -print |
    sort >/after
left=$(comm -13 /before /after | grep -i 'aria-calendar' || true)
[[ -z $left ]] || fail "left behind: $left"
say "everything installs, runs, upgrades and goes"
TRY
chmod +x "$root/try"
inside() {
    unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
root=$1
shift
mount --make-rprivate /
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
chroot "$root" "$@"
' bash "$root" "$@"
}
inside /try

# Once more, under systemd.
if ! command -v systemd-nspawn >/dev/null; then
    say 'systemd-nspawn is not installed (systemd-container), so systemd is skipped'
    exit 0
fi
say "systemd"
inside sh -c 'DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -qq \
    systemd-sysv dbus-user-session libpam-systemd curl /old/aria-calendar-syncd_*.deb /old/aria-calendar-sync-common_*.deb \
    >/dev/null'
rm "$root/usr/sbin/policy-rc.d"
cp "$source_tree/packaging/try-under-systemd" "$root/try"
cat >"$root/etc/systemd/system/try.service" <<'UNIT'
[Unit]
After=multi-user.target
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
ExecStart=/try
StandardOutput=file:/try.log
StandardError=inherit
TimeoutStartSec=10min
[Install]
WantedBy=multi-user.target
UNIT
inside systemctl enable --quiet try.service
options=(--quiet --register=no --private-network)
[[ -d /run/systemd/system ]] || options+=(--keep-unit) # there is no systemd outside that could make a unit
outcome=0
SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 timeout 900 systemd-nspawn "${options[@]}" --directory "$root" --boot \
    >"$root/console.log" 2>&1 </dev/null || outcome=$?
if [[ ! -e $root/booted ]]; then
    say "systemd cannot be booted here, so it is skipped: $(tail -n 1 "$root/console.log")"
    exit 0
fi
cat "$root/try.log"
((outcome == 0)) || die 1 "under systemd: exit $outcome"

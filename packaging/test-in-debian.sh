#!/usr/bin/env bash
# Builds, runs and tests a fresh clone of this repository's HEAD in a Debian of its own, made with debootstrap. Needs root.
#   packaging/test-in-debian.sh 12|13 [--user] [--root] [--deb] [--cxx g++-13] [--folder DIR] [--mirror URL]
# As an ordinary user (--user, the default), as root (--root), or both one after the other. --deb makes the packages instead
# (packaging/test-packages.sh looks at them). --cxx names a compiler of that Debian. The mirror and its settings are those of
# this machine's apt. The Debian is kept in --folder, below /var/cache otherwise, so that a second run needs minutes less,
# also as another user; without that folder nothing of this script remains.
set -euo pipefail

die() {
    echo "test-in-debian: $2" >&2
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
who=()
compiler='' what=test mirror='' folder=/var/cache/aria-calendar-sync/debian-$release
while (($# > 0)); do
    case $1 in
    --user) who+=(tester) ;;
    --root) who+=(root) ;;
    --deb) what=deb ;;
    --cxx | --folder | --mirror)
        (($# > 1)) || die 64 "$1 needs a value"
        case $1 in
        --cxx) compiler=$2 ;;
        --folder) folder=$2 ;;
        --mirror) mirror=$2 ;;
        esac
        shift
        ;;
    *) die 64 "unknown argument: $1" ;;
    esac
    shift
done
((${#who[@]} > 0)) || who=(tester)
((EUID == 0)) || die 77 'only root can make a Debian and change into it'
for program in debootstrap unshare git; do
    command -v "$program" >/dev/null || die 69 "$program is missing"
done

# From where this machine gets its Debian packages.
if [[ -z $mirror ]]; then
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
        awk '$2 ~ /^(bookworm|trixie|stable|testing|sid)$/ && $3 == "main" { print $1; exit }')
    [[ -n $mirror ]] || die 78 "this machine's apt has no mirror of Debian: name one with --mirror"
fi

if [[ ! -e $folder/aria-made ]]; then
    [[ ! -e $folder ]] || die 73 "$folder is there, and not of this script's making"
    part=$folder.unfinished
    rm -rf "$part"
    mkdir -p "$part"
    script=/usr/share/debootstrap/scripts/$suite
    [[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid # an older debootstrap; they are the same
    debootstrap --variant=minbase --include=ca-certificates,curl,git,make,sudo "$suite" "$part" "$mirror" "$script"
    echo "deb $mirror $suite main" >"$part/etc/apt/sources.list"
    # No service starts in there, as none can.
    printf '#!/bin/sh\nexit 101\n' >"$part/usr/sbin/policy-rc.d"
    chmod +x "$part/usr/sbin/policy-rc.d"
    chroot "$part" useradd --create-home --shell /bin/bash tester
    echo 'tester ALL=(ALL) NOPASSWD: ALL' >"$part/etc/sudoers.d/tester"
    touch "$part/aria-made"
    mv "$part" "$folder"
fi
apt-config dump | grep -E '^Acquire::(https?|Check|Retries)[:-]' >"$folder/etc/apt/apt.conf.d/90host" || true
for file in /etc/resolv.conf /etc/hosts; do
    cp --remove-destination "$(readlink -f "$file")" "$folder$file"
done

# What is done in there, as the user who is named.
cat >"$folder/usr/local/bin/aria-try" <<'TRY'
#!/usr/bin/env bash
set -euo pipefail
cd /srv/aria-calendar-sync
if [[ $1 == deb ]]; then
    echo "== make deb, as $(id -un)"
    exec make deb
fi
echo "== make run, as $(id -un)"
make run ARGS='--port 0' >run.log 2>&1 &
run=$!
until grep -q 'syncd ready at http' run.log; do
    kill -0 $run 2>/dev/null || { cat run.log; exit 1; }
    sleep 0.5
done
curl -sS --fail "$(sed -n 's/.*syncd ready at \(http[^ ]*\).*/\1/p' run.log)/health"
echo
read -r service _ </proc/$run/task/$run/children || true # the file has no end of line
kill -TERM "$service"
wait $run || { cat run.log; exit 1; }
echo "== make test, as $(id -un)"
make test
TRY
chmod +x "$folder/usr/local/bin/aria-try"

# Everything mounted and started ends with this.
exec unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
folder=$1 source_tree=$2 compiler=$3 what=$4
shift 4
mount --make-rprivate /
mount -t proc proc "$folder/proc"
mount --rbind /sys "$folder/sys"
mount --rbind /dev "$folder/dev"
mount -t tmpfs tmpfs "$folder/tmp"
if [[ -n $compiler ]]; then
    chroot "$folder" apt-get update -qq
    chroot "$folder" apt-get install --yes --no-install-recommends -qq "$compiler"
fi
for user in "$@"; do
    home=$(chroot "$folder" sh -c "echo ~$user")
    clone=$folder/srv/aria-calendar-sync
    rm -rf "$clone"
    git -c safe.directory="*" clone --quiet "$source_tree" "$clone"
    mkdir -p "$folder/var/cache/ccache"
    chroot "$folder" chown -R "$user:" "$home" /srv/aria-calendar-sync /var/cache/ccache
    chroot "$folder" runuser -u "$user" -- env -i HOME="$home" USER="$user" LANG=C.UTF-8 CXX="$compiler" \
        CCACHE_DIR=/var/cache/ccache PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        bash -c "cd && { [[ -n \$CXX ]] || unset CXX; } && exec aria-try $what"
done
' bash "$folder" "$source_tree" "$compiler" "$what" "${who[@]}"

#!/bin/bash
# Makes the second long-term release's system in a folder: Debian 13 with QGIS 3.44 from its backports and Debian's own PyTorch.
# Does nothing where all is there. Needs root and debootstrap; 3 gigabytes. Ends with 3 where no mirror gives Debian's base.
#
#   test/lts/make_root.sh FOLDER        environment: MIRROR  default: the one that apt already uses
set -euo pipefail
root=$1
suite=trixie
packages=(
    python3-torch python3-torchvision python3-venv python3-pip python3-gdal gdal-bin
    make git ca-certificates fonts-dejavu-core libgl1-mesa-dri xvfb xauth
)
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say() { printf '%s\n' "$*" >&2; }
inside() {
    chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@"
}

wanted=$(cksum <"$0")
[ "$(cat "$root/made" 2>/dev/null)" = "$wanted" ] && exit 0
mirror=${MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2 == "main" && $1 ~ /debian\/?$/ { print $1; exit }')}
if [ -z "$mirror" ]; then
    say "apt knows no mirror of Debian here. Name one: MIRROR=address make test-lts"
    exit 3
fi

say "Making Debian $suite with QGIS and PyTorch in $root (some minutes, 3 gigabytes)."
mkdir -p "$root"
[ -x "$root/usr/bin/apt-get" ] ||
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror" >"$root.log" 2>&1 ||
    { say "debootstrap failed; its last words are in $root.log."; exit 3; }
# The root reaches the network, and trusts, as this machine does.
for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt /etc/pip.conf; do
    [ ! -e "$file" ] || cp -L "$file" "$root$file"
done
for part in "" -updates -backports; do
    echo "deb $mirror $suite$part main"
done >"$root/etc/apt/sources.list"
# no service may be started from inside, and manuals are dead weight
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
{
    printf 'path-exclude /usr/share/%s/*\n' doc man locale
    echo force-unsafe-io # a root that is lost at a power cut is made anew; waiting for the disk at each file takes minutes
} >"$root/etc/dpkg/dpkg.cfg.d/01_small"

install=(apt-get -qq -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install --no-install-recommends)
{ # joined by &&, as "set -e" does not hold before ||
    inside apt-get -qq -o Acquire::Retries=3 update &&
        inside "${install[@]}" -t "$suite-backports" qgis python3-qgis qgis-providers &&
        inside "${install[@]}" "${packages[@]}" &&
        inside apt-get clean
} >"$root.log" 2>&1 || { say "Packages could not be installed; the last words are in $root.log."; exit 1; }
echo "$wanted" >"$root/made"

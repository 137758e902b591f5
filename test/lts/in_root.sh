#!/bin/bash
# Runs a command in a root made by make_root.sh, with /proc, /sys and /dev there and folders of this machine bound in.
# Mounts are the command's own and go with it. Needs root.
#
#   test/lts/in_root.sh ROOT [NAME=VALUE | FROM:TO]... -- COMMAND...
#
# NAME=VALUE is an environment variable for the command, FROM:TO a folder and where it is seen inside.
set -euo pipefail
root=$(realpath "$1")
shift
binds=() variables=()
while [ "$1" != "--" ]; do
    case $1 in
        /*:/*) binds+=("$1") ;;
        *=*) variables+=("$1") ;;
        *) echo "in_root.sh: what is $1?" >&2; exit 2 ;;
    esac
    shift
done
shift
exec unshare --mount --propagation private /bin/bash -euc '
    root=$1 count=$2
    shift 2
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    for ((; count > 0; count--)); do
        mkdir -p "$root/${1#*:}"
        mount --bind "${1%%:*}" "$root/${1#*:}"
        shift
    done
    exec chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
' in_root "$root" "${#binds[@]}" "${binds[@]}" "${variables[@]}" "$@"

#!/bin/bash
# Makes ready what the demo and the tests need, and does nothing where all is there:
#   1. QGIS 3.40 or later with its Python and GDAL, by the system's package manager (Debian, Ubuntu and their kin);
#   2. a virtual environment on QGIS's own Python, which sees QGIS's packages, with the pinned requirements.
#
#   test/setup.sh            environment: VENV  where the virtual environment goes (default: .venv in the checkout)
#                            REQUIREMENTS  files of requirements in place of the usual ones
#   test/setup.sh desktop    and a screen in memory (Xvfb with software OpenGL), in which the tests of the desktop open QGIS
#
# Where pip takes its packages from is pip's own affair: set PIP_INDEX_URL, PIP_EXTRA_INDEX_URL or pip.conf, for
# example for PyTorch's builds without CUDA.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${VENV:-.venv}
read -ra requirements <<<"${REQUIREMENTS:-resources/requirements.txt resources/requirements-onnx.txt resources/requirements-openvino.txt test/requirements.txt}"
oldest=3.40
export LC_ALL=C.UTF-8 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

say() { printf '%s\n' "$*" >&2; }

# The Python that QGIS runs: on Linux the system's, never one of pyenv or conda that comes first on PATH.
qgis_python() {
    local python
    for python in /usr/bin/python3 "$(command -v python3 || true)"; do
        [ -x "$python" ] || continue
        "$python" - "$oldest" 2>/dev/null <<'PYTHON' && echo "$python" && return 0
import sys
import ensurepip, venv
import numpy
from osgeo import gdal
from qgis.core import Qgis

major, minor = map(int, sys.argv[1].split("."))
sys.exit(Qgis.QGIS_VERSION_INT < major * 10000 + minor * 100)
PYTHON
    done
    return 1
}

system_is_ready() {
    command -v qgis_process >/dev/null && command -v gdalbuildvrt >/dev/null && qgis_python >/dev/null
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null; then
        sudo DEBIAN_FRONTEND=noninteractive "$@"
    else
        say "Installing QGIS needs root, and there is no sudo. As root, run: $*"
        return 1
    fi
}

# The newest version that apt knows of qgis, and the suite it comes from, if it is new enough.
suite_with_qgis() {
    local version suite
    while read -r version suite; do
        if dpkg --compare-versions "$version" ge "$oldest"; then
            echo "${suite%%/*}"
            return 0
        fi
    done < <(apt-cache madison qgis 2>/dev/null | awk -F'|' '$3 ~ /Packages/ { split($3, part, " "); print $2, part[2] }')
    return 1
}

# Debian keeps newer QGIS in <codename>-backports; its mirror is the one that the system already uses.
add_backports() {
    local codename mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg options=""
    codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
    [ -n "$codename" ] && [ "$(. /etc/os-release && echo "${ID:-}")" = debian ] || return 1
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$codename" '$2 == suite && $3 == "main" { print $1; exit }')
    [ -n "$mirror" ] || return 1
    [ -e "$keyring" ] && options="[signed-by=$keyring] "
    say "Adding $codename-backports to the system's package sources."
    echo "deb ${options}$mirror $codename-backports main" |
        as_root tee "/etc/apt/sources.list.d/$codename-backports.list" >/dev/null
    as_root apt-get -qq -o Acquire::Retries=3 update
}

install_packages() {
    as_root apt-get -qq -y -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" >/dev/null
}

install_system() {
    if ! command -v apt-get >/dev/null; then
        say "QGIS $oldest or later with its Python, GDAL and its command line tools are needed. Install them, so that"
        say "qgis_process and gdalbuildvrt are on PATH and python3 can 'import qgis.core, osgeo, numpy, venv', for example:"
        say "  Fedora:  sudo dnf install qgis python3-qgis python3-gdal gdal"
        say "  Arch:    sudo pacman -S qgis python-gdal gdal"
        say "On Windows and macOS use the plugin from within QGIS; README.md describes the installation."
        return 1
    fi
    say "Installing QGIS with apt."
    as_root apt-get -qq -o Acquire::Retries=3 update
    local suite
    if ! suite=$(suite_with_qgis); then
        add_backports || true
        if ! suite=$(suite_with_qgis); then
            say "No package source of this system has QGIS $oldest or later. Add the one that qgis.org describes for it"
            say "(https://qgis.org/resources/installation-guide/), then run this again."
            return 1
        fi
    fi
    install_packages -t "$suite" qgis python3-qgis qgis-providers
    install_packages python3-venv python3-gdal gdal-bin
    if ! system_is_ready; then
        say "QGIS is installed, but its Python (/usr/bin/python3) cannot import it, or it is older than $oldest."
        return 1
    fi
}

install_screen() {
    if ! command -v apt-get >/dev/null; then
        say "The tests of the desktop need Xvfb and Mesa's software OpenGL, for example:"
        say "  Fedora:  sudo dnf install xorg-x11-server-Xvfb mesa-dri-drivers"
        say "  Arch:    sudo pacman -S xorg-server-xvfb mesa"
        return 1
    fi
    say "Installing Xvfb with apt."
    as_root apt-get -qq -o Acquire::Retries=3 update
    install_packages xvfb libgl1-mesa-dri
    install_packages pyqt5-dev-tools || say "Without pylupdate5 one test of the translations is skipped."
}

# Runs a command without its output, which is shown where the command fails. pip's warnings about packages of QGIS's Python that are
# no part of this environment lead nowhere.
quietly() {
    local log=$venv/setup.log
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
}

fill_environment() {
    local python
    python=$(qgis_python)
    say "Making the virtual environment $venv (PyTorch is large: this takes some minutes)."
    # The steps of Set Up Deep Learning, in place and with the tests' own packages.
    [ -x "$venv/bin/python" ] && [ -e "$venv/constraints.txt" ] ||
        "$python" "$PWD" installer make "$venv"
    quietly "$venv/bin/python" "$PWD" installer fill "${requirements[@]/#/--requirement=}"
    quietly "$venv/bin/python" "$PWD" installer verify
    # Without bytecode every start compiles PyTorch anew; pip compiles, other installers may not.
    local packages
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
    if [ ! -d "$packages/torch/__pycache__" ]; then
        env -u PYTHONDONTWRITEBYTECODE "$venv/bin/python" -m compileall -q "$packages" >/dev/null ||
            say "Some modules could not be compiled beforehand; they work all the same."
    fi
}

if [ "${1:-}" = desktop ]; then
    test/setup.sh
    command -v Xvfb >/dev/null || install_screen
    exit 0
fi

stamp=$venv/ready
wanted=$(cat "${requirements[@]}" "$0" models/installation/installer.py | cksum)
if [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && command -v qgis_process >/dev/null; then
    exit 0
fi
system_is_ready || install_system
fill_environment
echo "$wanted" >"$stamp"
say "Ready: $(qgis_process --version 2>/dev/null | head -n 1)"

#!/bin/bash
# Runs the tests on the second long-term release: QGIS 3.44 with Debian's own PyTorch, in a Debian root that is made when it is missing.
#
#   test/lts/run.sh [TARGET...]     make targets of the parts to run (default: all); options for pytest in TESTS
#
# environment: LTS_ROOT  where the root goes (default: .lts/root in the checkout), MIRROR  see make_root.sh
#
# Ends with 3 where that system cannot be made on this machine, so that nothing was tested.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$(realpath -m "${LTS_ROOT:-.lts/root}")
targets=("$@")
[ $# -gt 0 ] || targets=(test-pure test-torch test-qgis test-tasks test-chain test-desktop)

say() { printf '%s\n' "$*" >&2; }
missing=()
[ "$(id -u)" = 0 ] || missing+=("root's rights (sudo make test-lts)")
for program in chroot unshare git tar; do
    command -v "$program" >/dev/null || missing+=("the program $program")
done
[ -e "$root/made" ] || command -v debootstrap >/dev/null || missing+=("the package debootstrap (apt-get install debootstrap)")
if [ ${#missing[@]} -gt 0 ]; then
    say "The tests on QGIS 3.44 run in a Debian system of their own, for which these are missing:"
    printf '  %s\n' "${missing[@]}" >&2
    exit 3
fi
if ! unshare --mount true; then
    say "This machine does not let a program mount folders of its own, which the tests on QGIS 3.44 need."
    exit 3
fi
mkdir -p "$(dirname "$root")"
bash test/lts/make_root.sh "$root"

# A copy of the checkout, not the checkout: results, caches and the profile of one QGIS are not for the other.
inside=/srv/pixel_classifier
rm -rf "${root:?}$inside"
mkdir -p "$root$inside"
git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    while IFS= read -r -d '' path; do [ ! -e "$path" ] || printf '%s\0' "$path"; done |
    tar --null --files-from=- --create | tar --extract --no-same-owner --directory "$root$inside"

settings=(VENV=/srv/venv "REQUIREMENTS=test/lts/requirements.txt test/requirements.txt" "TESTS=${TESTS:-}")
for name in $(compgen -e | grep -E '^(PIP_|OMP_NUM_THREADS$|http_proxy$|https_proxy$|no_proxy$)'); do
    [ -d "${!name}" ] || settings+=("$name=${!name}") # folders of this machine are not there inside
done
data=$(realpath -m "${PIXEL_CLASSIFIER_DATA:-../shared/data}")
[ ! -d "$data" ] || settings+=("$data:/srv/data" PIXEL_CLASSIFIER_DATA=/srv/data)
bash test/lts/in_root.sh "$root" "${settings[@]}" -- bash -euc '
    cd "$1"
    shift
    git init -q
    git -c user.name=test -c user.email=test@localhost add --all
    git -c user.name=test -c user.email=test@localhost commit -qm "The tree under test"
    test/setup.sh
    qgis_process --version 2>/dev/null | head -n 1
    "$VENV/bin/python" -c "import sys, numpy, torch; from osgeo import gdal; print(
        \"Python\", sys.version.split()[0], \"GDAL\", gdal.__version__, \"numpy\", numpy.__version__, \"torch\", torch.__version__)"
    status=0
    make --keep-going --no-print-directory "$@" || status=$?
    exit "$status"
' run "$inside" "${targets[@]}"

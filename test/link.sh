#!/bin/bash
# Makes QGIS load the plugin from a checkout:  link.sh CHECKOUT PROFILE
set -euo pipefail
checkout=$1 profile=$2
case $(uname) in
    Darwin) data="$HOME/Library/Application Support" ;;
    *) data=${XDG_DATA_HOME:-$HOME/.local/share} ;;
esac
linked=0
for version in QGIS3 QGIS4; do
    [ -d "$data/QGIS/$version" ] || continue
    plugins="$data/QGIS/$version/profiles/$profile/python/plugins"
    target="$plugins/pixel_classifier"
    mkdir -p "$plugins"
    if [ -e "$target" ] && [ ! -L "$target" ]; then
        echo "$target is a folder of its own (an installed copy of the plugin). Remove it first." >&2
        exit 1
    fi
    ln -sfn "$checkout" "$target"
    echo "$target -> $checkout"
    linked=1
done
if [ "$linked" = 0 ]; then
    echo "There is no QGIS profile in $data/QGIS. Start QGIS once (without a screen: qgis_process plugins), then run this again." >&2
    exit 1
fi
echo "Start QGIS and tick Pixel Classifier under Plugins > Manage and Install Plugins > Installed."

#!/usr/bin/env bash
# fetch-sources.sh FOLDER PACKAGE...: unpacks Debian source packages, with Debian's patches, as FOLDER/PACKAGE.
#
# The machine's own package sources are copied with their type changed to deb-src, into an apt configuration that lives
# only as long as this script: nothing on the machine changes, root is not needed, and no address stands here.
set -euo pipefail

folder=$1
shift
apt=$(mktemp -d)
trap 'rm -rf "$apt"' EXIT

copy_package_sources() {
    local file
    for file in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "$apt/sources/${file##*/}"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$file" ] || sed -n 's/^deb[[:space:]]/deb-src /p' "$file" > "$apt/sources/${file##*/}"
    done
}

apt_get() {
    apt-get -qq -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$apt/sources" \
        -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}

fetch() {
    local package=$1
    mkdir -p "$apt/unpacked/$package"
    (cd "$apt/unpacked/$package" && apt_get source "$package" > "$apt/log" 2>&1) || {
        cat "$apt/log" >&2
        echo "fetch-sources: apt could not fetch the source of $package; does a package source of this machine have it?" >&2
        exit 1
    }
    mv "$apt/unpacked/$package"/*/ "$folder/$package.partial"
    mv "$folder/$package.partial" "$folder/$package"
}

mkdir -p "$folder" "$apt/sources" "$apt/lists/partial" "$apt/cache/archives/partial"
copy_package_sources
# One broken package source of many is no reason to stop: whether ours can be fetched is seen below.
apt_get update > "$apt/log" 2>&1 || echo "fetch-sources: apt-get update complained: $(tail -n 1 "$apt/log")" >&2
for package in "$@"; do
    [ -d "$folder/$package" ] || fetch "$package"
done

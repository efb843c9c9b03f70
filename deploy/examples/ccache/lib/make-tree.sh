#!/usr/bin/env bash
# make-tree.sh SOURCES TREE GROUP_SIZE MATCHING: makes the repository that the peers check out.
#
# SOURCES holds unpacked packages, TREE becomes a git repository with them, the lists that compile.sh reads and the task
# schema: one task per group of at most GROUP_SIZE neighbouring sources. Only sources that match the extended regular
# expression MATCHING are taken.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
sources=$1 tree=$2 group_size=$3 matching=$4

projects() {
    grep -v '^#' "$here/../projects.txt"
}

copy_projects() {
    local project folder headers flags
    while read -r project folder headers flags; do
        cp -R "$sources/$project" "$tree/$project"
        echo "$project $flags" >> "$tree/flags.txt"
        list_sources "$project" "$folder" >> "$tree/sources.txt"
    done < <(projects)
}

# Sources in the package's root have beside them folders of tests and tools, which are not part of the library.
list_sources() {
    local depth=()
    [ "$2" != . ] || depth=(-maxdepth 1)
    (cd "$tree/$1" && find "$2" "${depth[@]}" -name '*.c' | sed "s|^\./||; s|^|$1/|" | awk -v matching="$matching" '$0 ~ matching' | sort)
}

# Debian's build of Lua writes this header; luaconf.h wants it for the search path of libraries.
write_lua_header() {
    echo "#define DEB_HOST_MULTIARCH \"$(gcc -print-multiarch)\"" > "$tree/lua5.4/src/lua5.4-deb-multiarch.h"
}

write_task_schema() {
    awk -v groupSize="$group_size" -f "$here/groups.awk" "$tree/sources.txt" > "$tree/groups.txt"
    projects | awk -f "$here/task-schema.awk" - "$tree/groups.txt" > "$tree/task-schema.yaml"
}

mkdir -p "$tree"
copy_projects
write_lua_header
# The mapping of the build's folder is a checkout's own: compile.sh adds it.
dpkg-buildflags --get CFLAGS | sed 's/ *-ffile-prefix-map=[^ ]*//' > "$tree/common-flags.txt"
cp "$here/compile.sh" "$tree/compile.sh"
echo out/ > "$tree/.gitignore"
write_task_schema
git -C "$tree" init -q -b main
git -C "$tree" add --force --all .
git -C "$tree" -c user.name=example -c user.email=example@localhost commit -q -m "Sources to share"

#!/usr/bin/env bash
# compile.sh TARGET...: compiles targets with ccache, in the checkout that is the working directory.
#
# A target is a source file of the tree (libtommath/bn_mp_add.c) or `//...`, the universe: all of them, as in sources.txt.
# A task compiles its own sources, the verdict the universe. The first failure ends it, with the compiler's exit code.
#
#   PEER             who compiles; the remote cache's log names it, with `.verdict` behind it for the universe
#   PEER_DIRECTORY   where this peer has its local cache and leaves its records
#   REMOTE_CACHE     host, port and folder of the remote cache
#   COMPILE_ORDER    a number that shuffles the universe; without it, the order of sources.txt
set -euo pipefail

checkout=$PWD
phase=tasks user=$PEER
if [ "$1" = '//...' ]; then
    phase=verdict user=$PEER.verdict
fi

# The statistics log names the source of each compilation and says whether it was a hit, and of which cache.
export CCACHE_DIR=$PEER_DIRECTORY/ccache CCACHE_CONFIGPATH=$PEER_DIRECTORY/ccache.conf
export CCACHE_STATSLOG=$PEER_DIRECTORY/$phase.log
export CCACHE_REMOTE_STORAGE="http://$user:$user@$REMOTE_CACHE"

# What the compiler is told must be the same in every checkout, or nobody would hit what another built: so paths are
# relative, and the checkout's own path is mapped away in what the compiler writes and in what ccache hashes.
export CCACHE_BASEDIR=$checkout
read -ra common_flags < common-flags.txt
common_flags+=("-ffile-prefix-map=$checkout=.")

universe() {
    if [ -n "${COMPILE_ORDER:-}" ]; then
        awk -v seed="$COMPILE_ORDER" 'BEGIN { srand(seed) } { printf "%.9f %s\n", rand(), $0 }' sources.txt | sort | cut -d ' ' -f 2
    else
        cat sources.txt
    fi
}

declare -A project_flags
while read -r project flags; do
    project_flags[$project]=$flags
done < flags.txt

compile() {
    local object=out/${1%.c}.o flags
    read -ra flags <<< "${project_flags[${1%%/*}]}"
    mkdir -p "${object%/*}"
    ccache gcc "${common_flags[@]}" "${flags[@]}" -c "$1" -o "$object"
}

# Tells the agent, which names a file for it, what the cache had: a line for each source, a miss of one is a miss of its task.
# Several short tasks may be compiled by one call; each is told apart by its sources.
report_hits() {
    awk -v only="${TASK_DIRECTOR_TASK:-}" '
        BEGIN { for (i = split(only, names, " "); i > 0; i--) mine[names[i]] }
        FNR == NR { task[$2] = $1; next }
        /^#/ { source = substr($0, 3) }
        $1 ~ /^(cache_miss|direct_cache_hit|preprocessed_cache_hit)$/ && (only == "" || task[source] in mine) {
            print ($1 == "cache_miss" ? "miss" : "hit"), task[source]
        }' groups.txt "$CCACHE_STATSLOG" >> "${TASK_DIRECTOR_REPORT:-/dev/null}"
}

targets=("$@")
if [ "$phase" = verdict ]; then
    ccache --print-stats > "$PEER_DIRECTORY/stats-before-verdict.txt"
    mapfile -t targets < <(universe)
fi
for target in "${targets[@]}"; do
    compile "$target"
done
ccache --print-stats > "$PEER_DIRECTORY/stats.txt"
report_hits

# What a run really did, from three witnesses that don't know of each other: ccache's log of each compilation, ccache's
# own statistics, and the remote cache's log. Sourced by run.sh.

# gather_evidence RUN: writes RUN/evidence.txt, a name and a number on each line.
gather_evidence() {
    local run=$1
    entry_types "$run" > "$run/entries.txt"
    grep -F " /${run##*/}/" "$REMOTE_CACHE_DIRECTORY/requests.log" > "$run/requests.txt" || true
    awk -f "$HERE/lib/evidence.awk" \
        witness=sources "$TREE/sources.txt" \
        witness=statistics-log "$run"/peer-*/*.log \
        witness=statistics "$run"/peer-*/stats*.txt \
        witness=entries "$run/entries.txt" \
        witness=requests "$run/requests.txt" \
        witness=times "$run/times.txt" > "$run/evidence.txt"
}

# ccache stores two kinds of entries, results and manifests (which headers led to which result), and a log of requests
# does not tell them apart. The entries do: their fourth byte is 0 in a result and 1 in a manifest.
entry_types() {
    local run=${1##*/}
    (cd "$REMOTE_CACHE_DIRECTORY/store" && find "$run" -type f | sort > "$1/paths.txt" \
        && xargs -r head -qc 4 < "$1/paths.txt" | od -An -v -tu1 -w4 | awk '{ print $4 }' | paste -d ' ' - "$1/paths.txt")
}

fact() {
    awk -v name="$2" '$1 == name { print $2 }' "$1/evidence.txt"
}

# require_fact RUN NAME EXPECTED: says so and remembers it when a number is not what it must be.
require_fact() {
    local found
    found=$(fact "$1" "$2")
    [ "$found" = "$3" ] || {
        echo "NOT AS IT MUST BE: ${1##*/}: $2 is ${found:-missing}, must be $3"
        PROVEN=false
    }
}

# prove RUN: a directed run must have compiled each object once, and each verdict must have hit for all the rest.
prove() {
    local run=$1 objects peer own
    objects=$(fact "$run" objects)
    require_fact "$run" compiled "$objects"
    require_fact "$run" compiledTwice 0
    require_fact "$run" uploaded "$objects"
    require_fact "$run" uploadedTwice 0
    for peer in peer-1 peer-2 peer-3; do
        own=$(fact "$run" "$peer.built")
        require_fact "$run" "$peer.verdictMisses" 0
        require_fact "$run" "$peer.verdictHits" "$objects"
        require_fact "$run" "$peer.verdictRemoteHits" $((objects - own))
        require_fact "$run" "$peer.foreignHits" $((objects - own))
        require_fact "$run" "$peer.fetched" $((objects - own))
        require_fact "$run" "$peer.statisticsMisses" "$own"
        require_fact "$run" "$peer.statisticsRemoteHits" $((objects - own))
    done
}

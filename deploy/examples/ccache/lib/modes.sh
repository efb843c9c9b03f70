# The ways to build, each really run. Sourced by run.sh.
#
# Each leaves in its RUN folder one folder per peer (checkout, local cache, records) and `times.txt`. All peers of a run
# share the part of the remote cache that is named after the run: empty when the run starts, as all local caches are.

# build MODE RUN: runs one mode; returns non-zero if any peer failed.
build() {
    local mode=$1 run=$2 peers=3 peer failed=0 pids=() start servers
    [ "$mode" != alone ] || peers=1
    for peer in $(seq "$peers"); do
        mkdir -p "$run/peer-$peer"
        git clone -q "$TREE" "$run/peer-$peer/checkout"
    done
    servers=$(servers_processor_seconds)
    start=$EPOCHREALTIME
    for peer in $(seq "$peers"); do
        run_peer "$mode" "$run" "peer-$peer" & pids+=($!)
    done
    for peer in "${pids[@]}"; do
        wait "$peer" || failed=1
    done
    {
        echo "wallSeconds $(difference "$EPOCHREALTIME" "$start")"
        echo "serversProcessorSeconds $(difference "$(servers_processor_seconds)" "$servers")"
        awk '{ sum += $2 + $3 } END { printf "processorSeconds %.2f\n", sum }' "$run"/peer-*/time.txt
    } > "$run/times.txt"
    return "$failed"
}

# A peer's time is that of all its processes: compilers, ccache, scripts and, when directed, the agent.
run_peer() (
    local mode=$1 run=$2
    export PEER=$3 PEER_DIRECTORY=$run/$3 REMOTE_CACHE=127.0.0.1:$REMOTE_CACHE_PORT/${run##*/}
    cd "$PEER_DIRECTORY/checkout" || exit 1
    TIMEFORMAT='%R %U %S'
    { time "run_$mode" > "$PEER_DIRECTORY/output.txt" 2>&1; } 2> "$PEER_DIRECTORY/time.txt"
)

# One peer that builds everything itself, cold.
run_alone() {
    ./compile.sh //...
}

# Three peers that share the cache and nothing else. They start together and go the same way, as build tools do.
run_not-talking() {
    ./compile.sh //...
}

# The kindest that can happen without talking: each peer has an order of its own, the same in every start of the example.
run_shuffled() {
    # Below a million, because mawk takes all large seeds for one and the same.
    COMPILE_ORDER=$(cksum <<< "${REMOTE_CACHE##*/} $PEER" | awk '{ print $1 % 1000000 }') ./compile.sh //...
}

servers_processor_seconds() {
    # shellcheck disable=SC2046 # one number a word
    processor_seconds_of "$REMOTE_CACHE_PID" $(standalone_processes)
}

# processor_seconds_of PID...: of these processes, their living descendants and the children that those have buried.
processor_seconds_of() {
    cat /proc/[0-9]*/stat 2> /dev/null | awk -v roots="$*" -v ticks="$(getconf CLK_TCK)" '
        {
            pid = $1
            sub(/^.*\) /, "")
            parent[pid] = $2
            used[pid] = $12 + $13 + $14 + $15
        }
        function belongs(pid) {
            while (pid in parent) {
                if (pid in root) { return 1 }
                pid = parent[pid]
            }
            return 0
        }
        END {
            split(roots, list)
            for (i in list) { root[list[i]] = 1 }
            for (pid in used) { if (belongs(pid)) { sum += used[pid] } }
            printf "%.2f\n", sum / ticks
        }'
}

difference() {
    awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f\n", a - b }'
}

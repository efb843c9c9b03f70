# The figures of all rounds: lines as they come, a table with ranges, and JSON. Sourced by run.sh.

FIGURES='compiled compiledTwice processorSeconds serversProcessorSeconds wallSeconds'

say_round() {
    local run=$1 name=${1##*/}
    printf '%-22s %4s objects, %4s compilations, %4s objects compiled twice or more, %7s processor seconds, %7s s\n' "$name" \
        "$(fact "$run" objects)" "$(fact "$run" compiled)" "$(fact "$run" compiledTwice)" \
        "$(fact "$run" processorSeconds)" "$(fact "$run" wallSeconds)"
    case $name in
        *-directed) say_peers "$run" ;;
    esac
}

say_peers() {
    local run=$1 peer objects own
    objects=$(fact "$run" objects)
    for peer in peer-1 peer-2 peer-3; do
        own=$(fact "$run" "$peer.built")
        echo "    $peer compiled $own objects; its verdict hit for $(fact "$run" "$peer.verdictHits") of $objects, and from the" \
            "remote cache for $(fact "$run" "$peer.foreignHits") of $((objects - own)) that it had not built"
    done
}

values() {
    local run
    for run in "$WORK"/round-*-"$1"; do
        fact "$run" "$2"
    done
}

# range MODE FIGURE FORMAT: smallest, median and largest of all rounds.
range() {
    values "$1" "$2" | sort -n | awk -v format="$3" '
        { value[NR] = $1 }
        END {
            median = NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
            printf format, value[1], median, value[NR]
        }'
}

print_table() {
    local mode figure
    printf '\n%s rounds; smallest, median, largest of each\n' "$ROUNDS"
    printf '%-12s %20s %20s %24s %24s %24s\n' '' 'compilations' 'compiled twice+' 'peers'"'"' processor s' 'servers'"'"' processor s' 'wall s'
    for mode in $MODES; do
        printf '%-12s' "$mode"
        for figure in $FIGURES; do
            case $figure in
                compiled*) printf ' %20s' "$(range "$mode" "$figure" '%d %d %d')" ;;
                *) printf ' %24s' "$(range "$mode" "$figure" '%.1f %.1f %.1f')" ;;
            esac
        done
        printf '\n'
    done
    say_what_the_machine_does
}

say_what_the_machine_does() {
    cat << END

This machine has $(nproc) processor cores for all peers, the remote cache and the coordinator with its Kafka and PostgreSQL together; the load
average is now $(cut -d ' ' -f 1 /proc/loadavg). On two cores three peers can't be more than twice as fast as one, whatever is saved: compilations
and processor seconds are what carries over to peers with machines of their own, the wall times are not.
END
}

write_report() {
    local mode figure
    printf '{\n  "objects": %s,\n  "tasks": %s,\n  "peers": 3,\n  "rounds": %s,\n  "cores": %s,\n  "loadAverage": %s,\n  "proven": %s,\n  "modes": {' \
        "$(wc -l < "$TREE/sources.txt")" "$(grep -c '^  - name:' "$TREE/task-schema.yaml")" "$ROUNDS" "$(nproc)" \
        "$(cut -d ' ' -f 1 /proc/loadavg)" "$(proven)"
    for mode in $MODES; do
        printf '%s\n    "%s": {' "$([ "$mode" = "${MODES%% *}" ] || echo ,)" "$mode"
        for figure in $FIGURES; do
            printf '%s\n      "%s": {%s, "rounds": [%s]}' "$([ "$figure" = compiled ] || echo ,)" "$figure" \
                "$(range "$mode" "$figure" '"min": %.2f, "median": %.2f, "max": %.2f')" "$(values "$mode" "$figure" | paste -sd , -)"
        done
        printf '\n    }'
    done
    printf '\n  }\n}\n'
}

# Only a directed run is a proof of anything.
proven() {
    [[ " $MODES " == *" directed "* ]] && echo "$PROVEN" || echo null
}

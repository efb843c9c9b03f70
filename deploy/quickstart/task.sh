#!/usr/bin/env bash
# A stand-in for a build step with a remote cache: task.sh TASK builds one task, task.sh all builds the universe.
#
# A task whose result lies in the shared folder is a hit; else it takes QUICKSTART_SECONDS to make it. What happened goes to a
# log beside the results, one line each: WHAT TASK PEER SECONDS-SINCE-1970.
set -euo pipefail

results=${QUICKSTART_RESULTS:?the folder that the peers share}
peer=${QUICKSTART_PEER:?the name of this peer}
read -r -a universe <<< "${QUICKSTART_TASKS:?the names of all tasks, in order}"

now() {
    # bash before version 5 has no EPOCHREALTIME, some systems' date no fractions; a locale may write a comma
    local time=${EPOCHREALTIME:-$(date +%s)}
    echo "${time/,/.}"
}

note() {
    echo "$1 $2 $peer $(now)" >> "$results/log"
}

report() {
    if [[ -n ${TASK_DIRECTOR_REPORT:-} ]]; then
        echo "$1 $2" >> "$TASK_DIRECTOR_REPORT"
    fi
}

build() {
    if [[ -e $results/$1.result ]]; then
        note hit "$1"
        report hit "$1"
        return
    fi
    note start "$1"
    report miss "$1"
    sleep "${QUICKSTART_SECONDS:-12}"
    echo "built by $peer" > "$results/$1.$peer.part"
    mv "$results/$1.$peer.part" "$results/$1.result"
    note built "$1"
}

for target in "$@"; do
    if [[ $target == all ]]; then
        for task in "${universe[@]}"; do
            build "$task"
        done
    else
        build "$target"
    fi
done

#!/usr/bin/env bash
# A build tool with a remote cache, as small as can be: task.sh TARGET… builds tasks of the checkout it runs in, or with
# "all" the universe. Results are named by content; who needs what isn't there builds it first.
#
# tasks/NAME has three lines: content; seconds, exit code and how many tries are "not now"; needs. Each begin and end is
# a line in CHAOS_LOG: WHAT TASK CONTENT PEER LIFE PID PHASE MICROSECONDS OUTCOME CODE.
set -u

phase=task
[[ -n ${TASK_DIRECTOR_TASK:-} ]] || phase=verdict
begun=
begun_content=
sleeper=

note() { # what task content outcome code
    local now=${EPOCHREALTIME/[.,]/}
    printf '%s\n' "$1 $2 $3 $CHAOS_PEER $CHAOS_LIFE $$ $phase $now $4 $5" >> "$CHAOS_LOG"
}

say() { # hit|miss task
    if [[ -n ${TASK_DIRECTOR_REPORT:-} ]]; then
        printf '%s\n' "$1 $2" >> "$TASK_DIRECTOR_REPORT"
    fi
}

stopped() {
    [[ -z $sleeper ]] || kill "$sleeper" 2> /dev/null
    [[ -z $begun ]] || note end "$begun" "$begun_content" aborted 143
    exit 143
}
trap stopped TERM INT HUP

build() { # task, asked-for or needed
    local task=$1 content seconds code unavailable needs need status
    {
        read -r content
        read -r seconds code unavailable
        read -r needs
    } < "tasks/$task" || true
    if [[ -e out/$content ]]; then
        [[ $2 == needed ]] || note end "$task" "$content" local 0
        return 0
    fi
    if [[ -e $CHAOS_RESULTS/$content ]]; then
        say hit "$task"
        : > "out/$content"
        [[ $2 == needed ]] || note end "$task" "$content" hit 0
        return 0
    fi
    say miss "$task"
    for need in $needs; do
        build "$need" needed || {
            status=$?
            note end "$task" "$content" failed "$status"
            return "$status"
        }
    done
    note begin "$task" "$content" "$2" 0
    begun=$task begun_content=$content
    sleep "$seconds" &
    sleeper=$!
    wait "$sleeper"
    sleeper=
    if ((unavailable > 0)) && [[ $phase == task && $2 == asked ]]; then
        printf . >> "$CHAOS_RESULTS/$content.tries"
        if (($(stat -c %s "$CHAOS_RESULTS/$content.tries") <= unavailable)); then
            begun=
            note end "$task" "$content" unavailable 75
            return 75
        fi
    fi
    begun=
    if ((code != 0)); then
        note end "$task" "$content" failed "$code"
        return "$code"
    fi
    [[ -n ${CHAOS_READ_ONLY:-} ]] || : > "$CHAOS_RESULTS/$content"
    : > "out/$content"
    note end "$task" "$content" ok 0
}

for target in "$@"; do
    if [[ $target == all ]]; then
        while read -r task; do
            build "$task" asked || exit $?
        done < order
    else
        build "$target" asked || exit $?
    fi
done

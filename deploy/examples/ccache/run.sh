#!/usr/bin/env bash
# Three peers build real C projects with one shared ccache: alone, not talking, directed. README.md says what comes out.
set -euo pipefail
export LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat << END
usage: run.sh [options]
  --rounds N        how often each way is run, in alternating order (default 3)
  --modes LIST      which ways, of "alone not-talking shuffled directed" (default all four)
  --group-size N    sources in a task at most (default 12)
  --quick           one round of a tenth of the sources, to see it work
  --report FILE     write the figures as JSON
  --sources FOLDER  keep the fetched sources there (default: target/sources beside this script)
  --keep            keep the working folder and say where it is
  --install         as root: install missing packages with apt-get
END
}

die() {
    echo "run.sh: $*" >&2
    exit 2
}

ROUNDS=3 MODES='alone not-talking shuffled directed' GROUP_SIZE=12 MATCHING=. REPORT='' SOURCES=$HERE/target/sources KEEP=false INSTALL=no

while [ $# -gt 0 ]; do
    case $1 in
        --rounds | --modes | --group-size | --report | --sources) [ $# -ge 2 ] || die "$1 needs a value" ;;
    esac
    case $1 in
        --rounds) ROUNDS=$2 && shift ;;
        --modes) MODES=$2 && shift ;;
        --group-size) GROUP_SIZE=$2 && shift ;;
        --quick) ROUNDS=1 MATCHING='^(lua5.4|libtomcrypt/src/(hashes|prngs))/' ;;
        --report) REPORT=$2 && shift ;;
        --sources) SOURCES=$2 && shift ;;
        --keep) KEEP=true ;;
        --install) INSTALL=install ;;
        --help | -h) usage && exit 0 ;;
        *) usage >&2 && die "unknown option $1" ;;
    esac
    shift
done
[[ $ROUNDS =~ ^[1-9][0-9]?$ ]] || die "--rounds takes a number from 1 to 99, not \"$ROUNDS\""
[[ $GROUP_SIZE =~ ^[1-9][0-9]{0,3}$ ]] || die "--group-size takes a number from 1 to 9999, not \"$GROUP_SIZE\""
for mode in $MODES; do
    [[ " alone not-talking shuffled directed " == *" $mode "* ]] || die "--modes: there is no way \"$mode\""
done

. "$HERE/lib/requirements.sh"
. "$HERE/lib/remote-cache.sh"
. "$HERE/lib/task-director.sh"
. "$HERE/lib/modes.sh"
. "$HERE/lib/evidence.sh"
. "$HERE/lib/figures.sh"

finish() {
    stop_standalone
    stop_remote_cache
    if "$KEEP"; then
        echo "kept: $WORK"
    else
        rm -rf "$WORK"
    fi
}

require_programs "$INSTALL"
[[ " $MODES " != *" directed "* ]] || require_task_director
WORK=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
TREE=$WORK/tree REMOTE_CACHE_DIRECTORY=$WORK/remote-cache PROVEN=true

readarray -t packages < <(awk '!/^#/ { print $1 }' "$HERE/projects.txt")
echo "fetching the Debian sources of ${packages[*]}"
"$HERE/lib/fetch-sources.sh" "$SOURCES" "${packages[@]}"
"$HERE/lib/make-tree.sh" "$SOURCES" "$TREE" "$GROUP_SIZE" "$MATCHING"
echo "$(wc -l < "$TREE/sources.txt") sources in $(grep -c '^  - name:' "$TREE/task-schema.yaml") tasks"
start_remote_cache "$REMOTE_CACHE_DIRECTORY"
[[ " $MODES " != *" directed "* ]] || start_standalone "$WORK/standalone"

# Every second round goes backwards, so that no way always has the warmer, or the busier, machine.
for round in $(seq "$ROUNDS"); do
    order=$MODES
    [ $((round % 2)) = 1 ] || order=$(tac -s ' ' <<< "$MODES " | tr -d '\n')
    for mode in $order; do
        run=$WORK/round-$round-$mode
        build "$mode" "$run" || {
            tail -n 20 "$run"/peer-*/output.txt >&2
            die "a peer failed in $run; the ends of their outputs stand above"
        }
        gather_evidence "$run"
        [ "$mode" != directed ] || prove "$run"
        say_round "$run"
    done
done

print_table
[ -z "$REPORT" ] || write_report > "$REPORT"
"$PROVEN" || {
    echo "run.sh: a directed run was not as it must be, see above" >&2
    exit 1
}

#!/usr/bin/env bash
# Three peers share a build of six tasks on this machine: builds what is missing, runs it, shows who built what.
#
#   deploy/quickstart.sh [--report FILE] [--compare] [--task-seconds N]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

launcher() {
    find "$root/peer-agent/target" -path '*/bin/task-director' 2> /dev/null | sort | head -n 1
}

missing() {
    [[ ! -f $root/deploy/standalone/target/standalone.jar ]] \
        || [[ ! -f $root/coordinator/target/quarkus-app/quarkus-run.jar ]] \
        || [[ -z $(launcher) ]]
}

if missing; then
    echo "building Task Director (once; a few minutes on a machine that never built it)"
    (cd "$root" && mvn -B -ntp -q -DskipTests package)
fi
# Once after a build, so that agents start quicker; without it they only start slower.
agent=$(launcher)
if [[ ! -f $(dirname "$agent")/../lib/task-director.jsa ]]; then
    "$agent" warm-up > /dev/null 2>&1 || true
fi
exec "$java" -cp "$root/deploy/standalone/target/standalone.jar" \
    -Dtask-director.root="$root" \
    dev.taskdirector.deploy.quickstart.QuickstartCommand "$@"

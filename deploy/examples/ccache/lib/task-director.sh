# The agent and the standalone coordinator with its Kafka and PostgreSQL, as the build leaves them. Sourced by run.sh.

PROJECT_ROOT=$(cd "$HERE/../../.." && pwd)
STANDALONE_PID=''
BOOTSTRAP_SERVERS=''

require_task_director() {
    local build="build it in the project's root: mvn -B -ntp -q -DskipTests package"
    command -v java > /dev/null || die "the directed way needs Java 17 or newer"
    STANDALONE_JAR=$PROJECT_ROOT/deploy/standalone/target/standalone.jar
    [ -f "$STANDALONE_JAR" ] || die "$STANDALONE_JAR is missing; $build"
    AGENT=$(find "$PROJECT_ROOT/peer-agent/target" -path '*/bin/task-director' 2> /dev/null | sort | head -n 1)
    [ -n "$AGENT" ] || die "the agent's bin/task-director is missing below $PROJECT_ROOT/peer-agent/target; $build"
}

# start_standalone FOLDER: two minutes at most; sets BOOTSTRAP_SERVERS and STANDALONE_PID.
start_standalone() {
    local folder=$1 check
    mkdir -p "$folder"
    java -jar "$STANDALONE_JAR" --data "$folder/data" --addresses-file "$folder/addresses" > "$folder/output.txt" 2>&1 &
    STANDALONE_PID=$!
    for check in {1..1200}; do
        if [ -f "$folder/addresses" ]; then
            BOOTSTRAP_SERVERS=$(sed -n 's/^kafka=//p' "$folder/addresses")
            return
        fi
        kill -0 "$STANDALONE_PID" 2> /dev/null || break
        sleep 0.1
    done
    tail -n 20 "$folder/output.txt" >&2
    die "the standalone did not start; the end of its output stands above"
}

stop_standalone() {
    [ -n "$STANDALONE_PID" ] || return 0
    kill "$STANDALONE_PID" 2> /dev/null || true
    wait "$STANDALONE_PID" 2> /dev/null || true
    STANDALONE_PID=''
}

# Its PostgreSQL may have left the family, but has its folder in the command line.
standalone_processes() {
    [ -z "$STANDALONE_PID" ] || pgrep -f -- "$WORK/standalone/data" || true
}

# Three peers with the agent in front. The remote cache's id is the run's name: what an earlier round built is not in it.
run_directed() {
    "$AGENT" run --schema task-schema.yaml --cache "${REMOTE_CACHE##*/}" --bootstrap-servers "$BOOTSTRAP_SERVERS" \
        --peer "$PEER" --environment-key "$(gcc --version | head -n 1)" --summary "$PEER_DIRECTORY/summary.json" \
        -- ./compile.sh '{targets}'
}

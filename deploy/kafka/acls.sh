#!/usr/bin/env bash
# Prints the commands that let a Kafka user be a coordinator, a peer or a pool of peers, and nothing else, and that bound how
# much a peer or a pool may write and ask of each broker:
#   deploy/kafka/acls.sh coordinator USER
#   deploy/kafka/acls.sh peer USER PEER-ID
#   deploy/kafka/acls.sh pool USER PREFIX.       peers whose ids begin with the prefix; it ends in a dot
# Look at them, then: KAFKA_ACLS='kafka-acls.sh --bootstrap-server HOST:PORT --command-config admin.properties' \
#     KAFKA_CONFIGS='kafka-configs.sh …' … | sh
# TOPIC_PREFIX is what task-director.topic-prefix says.
set -euo pipefail

acls=${KAFKA_ACLS:-kafka-acls.sh --bootstrap-server kafka:9092 --command-config admin.properties}
configs=${KAFKA_CONFIGS:-kafka-configs.sh --bootstrap-server kafka:9092 --command-config admin.properties}
prefix=${TOPIC_PREFIX:-task-director}

usage() {
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

# allow "OPERATION …" RESOURCE…
allow() {
    local operations=
    for operation in $1; do operations+=" --operation $operation"; done
    shift
    echo "$acls --add --allow-principal User:$user$operations $*"
}

# bound BYTES-A-SECOND PERCENT-OF-A-REQUEST-THREAD
bound() {
    echo "$configs --alter --entity-type users --entity-name $user --add-config producer_byte_rate=$1,request_percentage=$2"
}

[ $# -ge 2 ] || usage
role=$1
user=$2
peers=${3:-}
for name in "${user//[=,]/}" "$peers" "$prefix"; do
    case $name in *[!A-Za-z0-9.-]*)
        echo "acls.sh: \"$name\" has characters other than letters, digits, dots and hyphens" >&2
        exit 2
        ;;
    esac
done

case $role:$#:$peers in
    coordinator:2:)
        allow 'Create DescribeConfigs Read Write' --topic "$prefix.peer-status"
        allow 'Create Write' --topic "$prefix.peer-status.dlq"
        allow 'Create Write' --topic "$prefix.run-events"
        allow 'Create Delete DescribeConfigs Write' --resource-pattern-type prefixed --topic "$prefix.assignments."
        allow 'Read' --group "$prefix"
        ;;
    peer:3:?*)
        allow 'Write' --topic "$prefix.peer-status"
        allow 'Read' --topic "$prefix.assignments.$peers"
        bound 1048576 20
        ;;
    pool:3:?*.)
        allow 'Write' --topic "$prefix.peer-status"
        allow 'Read' --resource-pattern-type prefixed --topic "$prefix.assignments.$peers"
        bound 8388608 50
        ;;
    *)
        usage
        ;;
esac

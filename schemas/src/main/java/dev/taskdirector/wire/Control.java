package dev.taskdirector.wire;

import java.util.Map;
import java.util.Optional;

/**
 * A record of the coordinator's or an operator's own in the status topic: a tick, settings, a command. Replays see it in
 * its place.
 *
 * @param v version of the contract, 1
 * @param cache key of the record; control records are written to a partition, not to a cache
 * @param kind what it is
 * @param settings for {@code settings}: name and value of each
 * @param command for {@code command}: name of the command
 * @param arguments for {@code command}: its arguments by name
 * @param mac HMAC-SHA256 under the coordinator's secret over the rest, base64url
 */
public record Control(
        int v,
        String cache,
        Kind kind,
        Map<String, String> settings,
        Optional<String> command,
        Map<String, String> arguments,
        Optional<String> mac) {

    public Control {
        settings = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(settings));
        arguments = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(arguments));
    }

    /** The kinds of control records. */
    public enum Kind {
        /** Time passes though nobody speaks. */
        @com.fasterxml.jackson.annotation.JsonProperty("tick")
        TICK,
        /** Settings that decide have changed. */
        @com.fasterxml.jackson.annotation.JsonProperty("settings")
        SETTINGS,
        /** An operator's command. */
        @com.fasterxml.jackson.annotation.JsonProperty("command")
        COMMAND
    }
}

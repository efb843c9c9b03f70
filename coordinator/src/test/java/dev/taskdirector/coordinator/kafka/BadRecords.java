package dev.taskdirector.coordinator.kafka;

import static dev.taskdirector.coordinator.kafka.Spoken.schema;
import static dev.taskdirector.coordinator.kafka.Spoken.task;

import dev.taskdirector.wire.AssignmentState;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Outcome;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Repository;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Makes the record that each row of docs/bad-records.md is about. The sender's peer id is the row's name. */
final class BadRecords {
    static final String CACHE = "bad-records";

    /** A schema of the bystander's, so that others share its run. */
    static final Join SHARED = schema("shared", "common", "planning");

    /** What a settings record leaves out has its default, in which the bystander would be lost. */
    private static final String TIMEOUT = "600000";

    private final Wire wire;
    private final SecretSeals seals;
    private final Spoken bystander;
    private final PeerAssignment work;
    private final Map<String, Making> makings = new LinkedHashMap<>();
    private Optional<RecordMetadata> before = Optional.empty();

    /** What comes before the bad record, which is made from it. */
    interface Making {
        Bad make(Spoken sender);
    }

    /** The records to send, the last of which is the bad one. */
    record Bad(List<ProducerRecord<byte[], byte[]>> records) {}

    BadRecords(Wire wire, SecretSeals seals, Spoken bystander, PeerAssignment work) {
        this.wire = wire;
        this.seals = seals;
        this.bystander = bystander;
        this.work = work;
        unreadable();
        beyondLimits();
        contradictory();
        misplaced();
        forOthers();
        outOfTime();
    }

    /** Names of all records that can be made. */
    List<String> names() {
        return List.copyOf(makings.keySet());
    }

    /** Prepares what a row needs, and gives its record. */
    Bad make(String row, Spoken sender) {
        Making making = makings.get(row);
        if (making == null) {
            throw new IllegalStateException("nobody knows how to make " + row);
        }
        before = Optional.empty();
        return making.make(sender);
    }

    /** The last record that had to be there before the bad one. */
    Optional<RecordMetadata> before() {
        return before;
    }

    private void unreadable() {
        makings.put(
                "no-value",
                sender -> only(
                        new ProducerRecord<>(wire.topics.peerStatus(), Wire.home(CACHE), Wire.bytes(CACHE), null)));
        text("not-json", sender -> "build finished");
        text("cut-off", sender -> status(sender, "").substring(0, 40));
        text("not-an-object", sender -> "[" + status(sender, "") + "]");
        text("two-objects", sender -> status(sender, "") + status(sender, ""));
        raw("other-message", sender -> wire.codec.write(work));
        text("missing-field", sender -> status(sender, "").replaceFirst("\"session\":\"[^\"]*\",", ""));
        text("wrong-type", sender -> status(sender, "").replace("\"slots\":1", "\"slots\":\"one\""));
        text("null-field", sender -> status(sender, ",\"token\":null"));
        text("later-version", sender -> status(sender, "").replace("\"v\":1", "\"v\":2"));
        text("unknown-outcome", sender -> status(sender, ",\"finished\":[{\"task\":\"a\",\"outcome\":\"great\"}]"));
        text("wrong-id", sender -> status(new Spoken("a_b", sender.session, CACHE), ""));
        text("control-character", sender -> status(sender, ",\"holding\":[{\"task\":\"a\\nb\"}]"));
        text(
                "nul",
                sender -> status(
                        sender,
                        ",\"join\":{\"schema\":{\"id\":\"x\",\"tasks\":[{\"name\":\"a\",\"targets\":[\"\\u0000\"]}]}}"));
        text("half-a-character", sender -> status(sender, ",\"token\":\"\\ud83d\""));
        raw("not-utf-8", sender -> {
            byte[] value = Wire.bytes(status(sender, ",\"token\":\"?\""));
            value[value.length - 3] = (byte) 0xff;
            return value;
        });
        raw("byte-order-mark", sender -> ("\ufeff" + status(sender, "")).getBytes(StandardCharsets.UTF_16LE));
        text("too-deep", sender -> status(sender, ",\"future\":" + "[".repeat(100_000)));
        text("million-digits", sender -> status(sender, "").replace("\"seq\":1", "\"seq\":" + "9".repeat(1_000_000)));
        makings.put("many-headers", sender -> {
            ProducerRecord<byte[], byte[]> record = wire.record(CACHE, Wire.bytes(status(sender, "")));
            record.headers().add("reason", Wire.bytes("secret-" + "x".repeat(4_096)));
            return only(record);
        });
        raw("huge-record", sender -> {
            byte[] value = new byte[Limits.RECORD_BYTES + 1];
            Arrays.fill(value, (byte) ' ');
            return value;
        });
    }

    private void beyondLimits() {
        text("too-many-slots", sender -> status(sender, "").replace("\"slots\":1", "\"slots\":65"));
        text("huge-number", sender -> status(sender, "").replace("\"seq\":1", "\"seq\":1e999999999"));
        join("long-name", schema("long", "x".repeat(Limits.NAME + 1)));
        join(
                "too-many-targets",
                schema(
                        "wide",
                        List.of(new JoinTask(
                                "a",
                                List.of("x".repeat(Limits.TARGET_BYTES), "y"),
                                List.of(),
                                Optional.empty(),
                                Optional.empty()))));
        join("too-many-tasks", schema("long", Collections.nCopies(Limits.TASKS + 1, task("a"))));
        join("empty-text", schema("unnamed", ""));
        join("no-tasks", schema("empty"));
        text("too-many-tiny-targets", sender -> status(sender, LargeRecords.joinOf(250, 65_000, 0)));
        text("too-many-needs", sender -> status(sender, LargeRecords.joinOf(11, 1, 100_000)));
        join("too-many-patchsets", LargeRecords.patchsets());
        join("too-much-text", LargeRecords.longRefs());
        join("long-label", LargeRecords.labels(1, Limits.LABEL + 1));
        join("too-many-labels", LargeRecords.labels(33, Limits.LABEL));
        makings.put("longest-names", this::longestNames);
        makings.put(
                "too-many-peers",
                sender -> new Bad(List.of(
                        sealed(Control.Kind.SETTINGS, Map.of("maxPeers", "1", "sessionTimeoutMillis", TIMEOUT)),
                        joining(sender, SHARED))));
        makings.put(
                "no-room",
                sender -> new Bad(List.of(
                        sealed(Control.Kind.SETTINGS, Map.of("maxPlannedTasks", "1", "sessionTimeoutMillis", TIMEOUT)),
                        joining(sender, schema("room", "a")))));
    }

    /** What is learnt from its outcome is kept by all of these names. */
    private Bad longestNames(Spoken sender) {
        String name = LargeRecords.longest(Limits.NAME);
        JoinSchema schema = schema(name, name).schema();
        Map<String, String> labels = Map.of("machine", LargeRecords.longest(Limits.LABEL));
        PeerAssignment told = joined(sender, sender.join(Spoken.join(schema, Optional.empty(), labels)));
        return said(sender.finished(name, Optional.of(told.tasks().get(0).lease()), Outcome.SUCCEEDED));
    }

    private void contradictory() {
        join("unknown-need", schema("x", List.of(task("a", "b"))));
        join("circle", schema("x", List.of(task("a", "b"), task("b", "a"))));
        join("need-twice", schema("x", List.of(task("a"), task("b", "a", "a"))));
        join("same-name", schema("x", "a", "a"));
        JoinSchema shared = SHARED.schema();
        join(
                "wrong-digest",
                Spoken.join(new JoinSchema(shared.id(), "sha256:" + "0".repeat(64), Optional.empty(), shared.tasks())));
        join("keys-for-others", Spoken.join(schema("x", "a").schema(), Optional.of(List.of("k1", "k2")), Map.of()));
        join(
                "keys-without-tasks",
                Spoken.join(
                        new JoinSchema(shared.id(), shared.digest(), Optional.empty(), Optional.empty()),
                        Optional.of(List.of("k1", "k2", "k3")),
                        Map.of()));
        Repository repository = new Repository("org/driving", "main", "5bfb446", List.of());
        join("repository-twice", LargeRecords.withRepositories(List.of(repository, repository)));
        makings.put("held-and-finished", sender -> outcomes(sender, Outcome.SUCCEEDED));
        makings.put("finished-twice", sender -> outcomes(sender, Outcome.FAILED, Outcome.SUCCEEDED));
    }

    private Bad outcomes(Spoken sender, Outcome... outcomes) {
        PeerAssignment told = joined(sender, sender.join(schema(sender.peer, "a")));
        return said(sender.outcomes("a", Optional.of(told.tasks().get(0).lease()), outcomes));
    }

    private void misplaced() {
        makings.put(
                "no-key",
                sender -> only(new ProducerRecord<>(
                        wire.topics.peerStatus(), Wire.home(CACHE), null, Wire.bytes(status(sender, "")))));
        makings.put(
                "wrong-key",
                sender -> only(new ProducerRecord<>(
                        wire.topics.peerStatus(),
                        Wire.home(CACHE),
                        Wire.bytes("elsewhere"),
                        Wire.bytes(status(sender, "")))));
        makings.put(
                "long-key",
                sender -> only(new ProducerRecord<>(
                        wire.topics.peerStatus(),
                        Wire.home(CACHE),
                        Wire.bytes("x".repeat(129)),
                        Wire.bytes(status(sender, "")))));
        makings.put("wrong-partition", sender -> only(inWrongPartition(sender)));
        makings.put("wrong-partition-again", sender -> {
            ProducerRecord<byte[], byte[]> record = inWrongPartition(sender);
            record.headers().add("task-director-forwarded-from", Wire.bytes("1-7"));
            return only(record);
        });
    }

    /** In the bystander's partition, but of a cache that belongs in another. */
    private ProducerRecord<byte[], byte[]> inWrongPartition(Spoken sender) {
        String cache = Wire.cacheOutside(Wire.home(CACHE));
        Spoken lost = new Spoken(sender.peer, sender.session, cache);
        return new ProducerRecord<>(
                wire.topics.peerStatus(),
                Wire.home(CACHE),
                Wire.bytes(cache),
                wire.codec.write(lost.join(schema("lost", "a"))));
    }

    private void forOthers() {
        makings.put("no-token", sender -> {
            Spoken impostor = new Spoken(bystander.peer, bystander.session, CACHE);
            impostor.seenEpoch = 1;
            impostor.seq = 1_000;
            return said(impostor.leaving());
        });
        makings.put("wrong-token", sender -> {
            Spoken impostor = new Spoken(bystander.peer, bystander.session, CACHE);
            impostor.token = Optional.of("secret-of-nobody");
            impostor.seenEpoch = 1;
            impostor.seq = 1_000;
            return said(impostor.leaving());
        });
        makings.put(
                "session-of-another", sender -> said(new Spoken(sender.peer, bystander.session, CACHE).join(SHARED)));
        makings.put("second-session", sender -> said(new Spoken(bystander.peer, sender.session, CACHE).join(SHARED)));
        makings.put("lease-of-another", sender -> {
            joined(sender, SHARED);
            var lease = work.tasks().get(0);
            return said(sender.finished(lease.name(), Optional.of(lease.lease()), Outcome.FAILED));
        });
        makings.put("no-mac", sender -> only(control(Control.Kind.TICK, Map.of(), Optional.empty())));
        makings.put("wrong-mac", sender -> only(control(Control.Kind.TICK, Map.of(), Optional.of("secret-mac"))));
        text("unknown-control", sender -> "{\"v\":1,\"cache\":\"" + CACHE + "\",\"control\":\"reboot\"}");
        makings.put(
                "unknown-command",
                sender -> only(wire.record(
                        CACHE,
                        wire.codec.write(seals.seal(new Control(
                                1,
                                CACHE,
                                Control.Kind.COMMAND,
                                Map.of(),
                                Optional.of("reboot"),
                                Map.of(),
                                Optional.empty()))))));
        makings.put("wrong-setting", sender -> only(sealed(Control.Kind.SETTINGS, Map.of("maxPeers", "-1"))));
    }

    private void outOfTime() {
        makings.put("said-twice", sender -> {
            PeerStatus first = sender.join(schema("twice", "a"));
            joined(sender, first);
            return said(first);
        });
        makings.put("unknown-task", sender -> {
            joined(sender, schema("known", "a"));
            return said(sender.finished("nonsense", Optional.empty(), Outcome.SUCCEEDED));
        });
        makings.put("left-twice", sender -> {
            joined(sender, schema("left", "a"));
            PeerStatus last = sender.leaving();
            before = Optional.of(wire.send(record(last)));
            return said(last);
        });
        makings.put("join-of-the-dead", sender -> {
            PeerStatus first = sender.join(schema("dead", "a"));
            joined(sender, first);
            before = Optional.of(wire.send(record(sender.leaving())));
            return said(first);
        });
        makings.put("joins-otherwise", sender -> {
            joined(sender, schema("first", "a"));
            return said(sender.join(Spoken.join(schema("other", "b").schema(), Optional.of(List.of("k")), Map.of())));
        });
        makings.put("unknown-session", sender -> said(sender.heartbeat()));
        makings.put("seen-too-much", sender -> {
            joined(sender, schema("seen", "a"));
            sender.seenEpoch = 99;
            return said(sender.heartbeat());
        });
        makings.put(
                "unknown-digest",
                sender -> said(sender.join(Spoken.join(
                        new JoinSchema("x", "sha256:" + "1".repeat(64), Optional.empty(), Optional.empty())))));
        makings.put(
                "old-settings",
                sender -> only(
                        sealed(Control.Kind.SETTINGS, Map.of("maxAttempts", "99", "sessionTimeoutMillis", TIMEOUT))));
        makings.put("old-tick", sender -> only(sealed(Control.Kind.TICK, Map.of())));
    }

    // ---- how they are made

    private interface Value {
        byte[] of(Spoken sender);
    }

    private interface Text {
        String of(Spoken sender);
    }

    private void raw(String name, Value value) {
        makings.put(name, sender -> only(wire.record(CACHE, value.of(sender))));
    }

    private void text(String name, Text text) {
        raw(name, sender -> Wire.bytes(text.of(sender)));
    }

    private void join(String name, Join join) {
        makings.put(name, sender -> only(joining(sender, join)));
    }

    private ProducerRecord<byte[], byte[]> joining(Spoken sender, Join join) {
        return record(sender.join(join));
    }

    private ProducerRecord<byte[], byte[]> record(PeerStatus status) {
        return wire.record(status.cache(), wire.codec.write(status));
    }

    private Bad said(PeerStatus status) {
        return only(record(status));
    }

    private static Bad only(ProducerRecord<byte[], byte[]> record) {
        return new Bad(new ArrayList<>(List.of(record)));
    }

    private void joined(Spoken sender, Join join) {
        joined(sender, sender.join(join));
    }

    private PeerAssignment joined(Spoken sender, PeerStatus first) {
        before = Optional.of(wire.send(record(first)));
        PeerAssignment answer = wire.answer(
                sender.peer,
                told -> told.state() == AssignmentState.WORKING || told.state() == AssignmentState.WAITING);
        sender.told(answer);
        return answer;
    }

    private ProducerRecord<byte[], byte[]> sealed(Control.Kind kind, Map<String, String> settings) {
        Control control = new Control(1, CACHE, kind, settings, Optional.empty(), Map.of(), Optional.empty());
        return wire.record(CACHE, wire.codec.write(seals.seal(control)));
    }

    private ProducerRecord<byte[], byte[]> control(
            Control.Kind kind, Map<String, String> settings, Optional<String> mac) {
        return wire.record(
                CACHE, wire.codec.write(new Control(1, CACHE, kind, settings, Optional.empty(), Map.of(), mac)));
    }

    private static String status(Spoken sender, String more) {
        return "{\"v\":1,\"peer\":\"" + sender.peer + "\",\"session\":\"" + sender.session + "\",\"cache\":\""
                + sender.cache + "\",\"seq\":1,\"seenEpoch\":0,\"slots\":1" + more + "}";
    }
}

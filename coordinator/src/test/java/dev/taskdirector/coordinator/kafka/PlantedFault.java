package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.JoinSchema;
import dev.taskdirector.wire.JoinTask;
import dev.taskdirector.wire.JsonWireCodec;
import dev.taskdirector.wire.PeerAssignment;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.Read;
import dev.taskdirector.wire.Received;
import dev.taskdirector.wire.RunEvent;
import dev.taskdirector.wire.WireCodec;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/**
 * Reads as the real codec does, but for joins with the label "fault": these it lets pass with a need that is no task's.
 * The core relies on the edge here, and really throws, in the middle of a change of its state.
 */
@Alternative
@Priority(1)
@Singleton
public class PlantedFault implements WireCodec {
    static final String LABEL = "fault";
    private final WireCodec real = new JsonWireCodec();

    @Override
    public Received readStatusRecord(byte[] value) {
        Received received = real.readStatusRecord(value);
        return received instanceof Received.Status read
                        && read.status().join().isPresent()
                        && read.status().join().get().labels().containsKey(LABEL)
                ? new Received.Status(broken(read.status(), read.status().join().get()))
                : received;
    }

    private static PeerStatus broken(PeerStatus status, Join join) {
        JoinTask task =
                new JoinTask("poison", List.of("//poison"), List.of("nowhere"), Optional.empty(), Optional.empty());
        JoinSchema schema =
                new JoinSchema("poison", "sha256:" + "0".repeat(64), Optional.empty(), Optional.of(List.of(task)));
        Join broken = new Join(
                schema,
                join.context(),
                join.keys(),
                join.cacheWrite(),
                join.repositories(),
                join.complexPatchset(),
                join.change(),
                join.pipeline(),
                join.labels());
        return new PeerStatus(
                status.v(),
                status.peer(),
                status.session(),
                status.cache(),
                status.seq(),
                status.seenEpoch(),
                status.slots(),
                status.holding(),
                status.finished(),
                status.relied(),
                Optional.of(broken),
                status.leaving(),
                status.token());
    }

    @Override
    public Read<PeerAssignment> readAssignment(byte[] value) {
        return real.readAssignment(value);
    }

    @Override
    public byte[] write(PeerStatus status) {
        return real.write(status);
    }

    @Override
    public byte[] write(PeerAssignment assignment) {
        return real.write(assignment);
    }

    @Override
    public byte[] write(Control control) {
        return real.write(control);
    }

    @Override
    public byte[] write(RunEvent event) {
        return real.write(event);
    }
}

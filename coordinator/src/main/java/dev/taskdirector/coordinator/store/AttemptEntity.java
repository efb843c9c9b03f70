package dev.taskdirector.coordinator.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of table {@code attempt}, for queries: checkpoints alone write it. */
@Entity
@Immutable
@Table(name = "attempt")
@IdClass(RowId.class)
@SuppressWarnings("NullAway.Init")
public class AttemptEntity extends PanacheEntityBase {

    @Id
    public int partition;

    @Id
    public String id;

    public long work;
    public String peer;

    @Column(name = "started_at")
    public Instant startedAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    public @Nullable String outcome;

    @Column(name = "exit_code")
    public @Nullable Integer exitCode;

    AttemptView view(Optional<ReasonView> reason) {
        return new AttemptView(
                peer,
                startedAt,
                Optional.ofNullable(endedAt),
                Optional.ofNullable(outcome),
                Optional.ofNullable(exitCode),
                reason);
    }
}

package dev.taskdirector.coordinator.store;

import dev.taskdirector.coordinator.core.Row.SessionRow;
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

/** A row of table {@code session}, for queries: checkpoints alone write it. */
@Entity
@Immutable
@Table(name = "session")
@IdClass(RowId.class)
@SuppressWarnings("NullAway.Init")
public class SessionEntity extends PanacheEntityBase {

    @Id
    public int partition;

    @Id
    public String id;

    public boolean live;
    public String peer;
    public String cache;
    public @Nullable String run;
    public @Nullable String state;
    public int slots;
    public int misfires;

    @Column(name = "joined_at")
    public Instant joinedAt;

    @Column(name = "left_at")
    public @Nullable Instant leftAt;

    @Column(name = "left_because")
    public @Nullable String leftBecause;

    PeerView view() {
        return new PeerView(
                peer,
                cache,
                Optional.ofNullable(run),
                Optional.ofNullable(state),
                slots,
                live,
                misfires >= SessionRow.MISFIRES_BORNE,
                joinedAt,
                Optional.ofNullable(leftAt),
                Optional.ofNullable(leftBecause));
    }
}

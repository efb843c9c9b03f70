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

/** A row of table {@code run}, for queries: checkpoints alone write it. */
@Entity
@Immutable
@Table(name = "run")
@IdClass(RowId.class)
@SuppressWarnings("NullAway.Init")
public class RunEntity extends PanacheEntityBase {

    @Id
    public int partition;

    @Id
    public String id;

    public boolean live;
    public String cache;

    @Column(name = "schema_id")
    public String schemaId;

    @Column(name = "schema_digest")
    public String schemaDigest;

    public @Nullable String universe;
    public String context;
    public boolean keyed;
    public long relied;
    public long ghosts;

    @Column(name = "opened_at")
    public Instant openedAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;

    RunView view() {
        return new RunView(
                id,
                cache,
                schemaId,
                schemaDigest,
                Optional.ofNullable(universe),
                context,
                keyed,
                live,
                openedAt,
                Optional.ofNullable(endedAt),
                relied,
                ghosts);
    }
}

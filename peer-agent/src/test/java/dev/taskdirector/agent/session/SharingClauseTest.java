package dev.taskdirector.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.News;
import dev.taskdirector.wire.Repository;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharingClauseTest {

    private static final Repository REPOSITORY = new Repository("org/driving", "main", "p1", List.of());

    private static Join join(boolean keyed, boolean complex, Repository... repositories) {
        Join plain = Peer.join(true, List.of(Peer.COMMON));
        return new Join(
                plain.schema(),
                plain.context(),
                keyed ? Optional.of(List.of("k")) : Optional.empty(),
                true,
                List.of(repositories),
                complex,
                plain.change(),
                plain.pipeline(),
                plain.labels());
    }

    private static String clause(Join join, int shared, int cachePeers, int candidates) {
        News news = new News(shared, cachePeers, candidates, Optional.empty(), List.of());
        return SharingClause.of(join, news, 40).orElse("");
    }

    @Test
    void withKeysItSaysHowManyTasksHaveEqualInputs() {
        Join keyed = join(true, false, REPOSITORY);
        assertThat(clause(keyed, 33, 3, 3)).isEqualTo("33 of 40 tasks have equal inputs elsewhere; 7 are mine alone");
        assertThat(clause(keyed, 39, 3, 3)).isEqualTo("39 of 40 tasks have equal inputs elsewhere; 1 is mine alone");
        assertThat(clause(keyed, 40, 3, 3)).isEqualTo("all 40 tasks with equal inputs elsewhere");
    }

    @Test
    void withoutKeysItSaysByWhatAllAreShared() {
        assertThat(clause(join(false, false, REPOSITORY), 40, 3, 3)).isEqualTo("all 40 tasks, by a common patchset");
        assertThat(clause(join(false, false), 40, 3, 3)).isEqualTo("all 40 tasks, by an equal task schema");
    }

    @Test
    void whereNobodyFitsItSaysWhy() {
        Join plain = join(false, false, REPOSITORY);
        assertThat(clause(plain, 0, 5, 5))
                .isEqualTo("nobody: 4 peers are here, none with equal inputs or a common patchset");
        assertThat(clause(join(true, false, REPOSITORY), 0, 2, 2))
                .isEqualTo("nobody: 1 peer is here, none with equal inputs");
        assertThat(clause(plain, 0, 5, 3))
                .isEqualTo("nobody: 4 peers are here, 2 of them with the same command and environment, "
                        + "none with equal inputs or a common patchset");
        assertThat(clause(plain, 0, 5, 1))
                .isEqualTo("nobody: 4 peers are here, none with the same tasks, command and environment");
        assertThat(clause(join(true, false, REPOSITORY), 0, 5, 1))
                .isEqualTo("nobody: 4 peers are here, none with the same command and environment");
        assertThat(clause(join(false, true, REPOSITORY), 0, 5, 5))
                .isEqualTo("nobody: 4 peers are here, but a complex patchset gets a run of its own");
    }

    @Test
    void whereNobodyIsItSaysNothing() {
        assertThat(clause(join(true, false), 0, 1, 1)).isEmpty();
    }
}

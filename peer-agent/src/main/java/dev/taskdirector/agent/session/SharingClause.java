package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Join;
import dev.taskdirector.wire.News;
import java.util.Optional;

/** How much of a peer's work others need too, and why not more, as people read it. */
final class SharingClause {

    private SharingClause() {}

    /** Empty when nobody else is here: that the run's line says already. */
    static Optional<String> of(Join join, News news, int tasks) {
        int others = news.cachePeers() - 1;
        if (news.shared() > 0) {
            return Optional.of(shared(join, Math.min(news.shared(), tasks), tasks));
        }
        return others <= 0 ? Optional.empty() : Optional.of("nobody: " + nobody(join, others, news.candidates() - 1));
    }

    private static String shared(Join join, int shared, int tasks) {
        String all = tasks == 1 ? "the only task" : "all " + tasks + " tasks";
        if (join.keys().isEmpty()) {
            return all + (join.repositories().isEmpty() ? ", by an equal task schema" : ", by a common patchset");
        }
        String mine = tasks - shared == 1 ? "1 is mine alone" : tasks - shared + " are mine alone";
        return shared == tasks
                ? all + " with equal inputs elsewhere"
                : shared + " of " + tasks + " tasks have equal inputs elsewhere; " + mine;
    }

    private static String nobody(Join join, int others, int candidates) {
        String here = others == 1 ? "1 peer is here" : others + " peers are here";
        if (candidates <= 0) {
            return here + ", none with the same " + (join.keys().isPresent() ? "" : "tasks, ")
                    + "command and environment";
        }
        if (join.complexPatchset()) {
            return here + ", but a complex patchset gets a run of its own";
        }
        String some = candidates < others ? ", " + candidates + " of them with the same command and environment" : "";
        // A peer without keys can't know whose inputs are equal, and one with keys doesn't ask for a patchset.
        String fit = join.keys().isPresent() ? "equal inputs" : "equal inputs or a common patchset";
        return here + some + ", none with " + fit;
    }
}

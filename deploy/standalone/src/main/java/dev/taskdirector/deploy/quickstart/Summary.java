package dev.taskdirector.deploy.quickstart;

import java.util.Optional;

/** What a person is told at the end. Times without direction are measured if it was run, else computed and said to be so. */
record Summary(Outcome outcome, Optional<Undirected> undirected) {

    String text() {
        return "\n" + new Timeline(outcome).text() + "\n\n" + comparison() + "\n\n" + next();
    }

    /** One peer alone needs no agent: its build is its verdict. */
    double soloSeconds() {
        return undirected.map(u -> u.alone().seconds()).orElseGet(() -> outcome.firstBuildsSeconds());
    }

    private String comparison() {
        String how = undirected.isPresent() ? "" : "   (computed from the tasks' times; --compare really runs it)";
        StringBuilder text = new StringBuilder("time to the end of the last verdict\n");
        text.append(line("three peers, directed", outcome.seconds(), outcome)).append('\n');
        text.append("  %-38s %6.1f s%s%n".formatted("one peer alone", soloSeconds(), how));
        undirected.ifPresentOrElse(
                u -> text.append(line(
                                "three that don't talk, same order",
                                u.sameOrder().seconds(),
                                u.sameOrder()))
                        .append('\n')
                        .append(line(
                                "three that don't talk, own orders",
                                u.ownOrders().seconds(),
                                u.ownOrders())),
                () -> text.append("  %-38s %6.1f s   %d builds of %d tasks%s"
                        .formatted(
                                "three that don't talk, same order",
                                soloSeconds(),
                                outcome.exitCodes().size() * outcome.attempts().size(),
                                outcome.attempts().size(),
                                "   (computed)")));
        text.append("\n  directed is %.1f times as fast as one alone".formatted(soloSeconds() / outcome.seconds()));
        return text.toString();
    }

    private static String line(String what, double seconds, Outcome of) {
        return "  %-38s %6.1f s   %d builds of %d tasks"
                .formatted(what, seconds, of.builds().size(), of.attempts().size());
    }

    private static String next() {
        return """
                how to go on
                  deploy/standalone/bin/standalone --data DIR    Kafka, PostgreSQL and a coordinator that stay
                  peer-agent's bin/task-director run --help      your own build as a peer
                  deploy/README.md                               containers, and what runs where""";
    }
}

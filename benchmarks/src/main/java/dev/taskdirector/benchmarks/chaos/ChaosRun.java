package dev.taskdirector.benchmarks.chaos;

import dev.taskdirector.benchmarks.chaos.Finding.Kind;
import dev.taskdirector.deploy.standalone.BuiltParts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A storm from the start of its servers to the audit. */
final class ChaosRun {

    private static final int GLANCE_MILLIS = 500;

    private final long seed;
    private final Duration length;
    private final int seats;
    private final Path folder;
    private final Mark mark;
    private final Consumer<String> story;
    private final List<Finding> findings = new ArrayList<>();

    ChaosRun(long seed, Duration length, int seats, Path folder, Mark mark, Consumer<String> story) {
        this.seed = seed;
        this.length = length;
        this.seats = seats;
        this.folder = folder;
        this.mark = mark;
        this.story = story;
    }

    ChaosReport run() throws InterruptedException, SQLException {
        BuiltParts parts = BuiltParts.ofThisCheckout();
        story.accept("starting broker, database and two coordinators");
        try (Site site = Site.start(folder, parts, mark)) {
            AgentCommand command = AgentCommand.prepare(parts.agentLauncher(), site.bootstrapServers(), folder, mark);
            story.accept(seats + " agents come");
            try (Crowd crowd = new Crowd(command, new Workload(seed), seed, seats)) {
                crowd.awaitFull();
                Storm storm = new Storm(site, crowd, length, story);
                storm.rage(FaultPlan.of(seed, length, seats));
                Instant calm = Instant.now();
                story.accept("the faults are over; everything has to come to its end");
                crowd.shut();
                awaitAgents(crowd);
                awaitRecord(site);
                Duration toTheEnd = Duration.between(calm, Instant.now());
                lookAtServers(site, crowd);
                return report(site, crowd, storm, command, toTheEnd);
            }
        }
    }

    private void awaitAgents(Crowd crowd) throws InterruptedException {
        for (AgentLife left : crowd.awaitEnd(Pace.agentsBound())) {
            find(
                    Kind.STUCK,
                    left.id() + " of " + left.plan().build().id() + " has not ended within "
                            + Pace.agentsBound().toSeconds() + " s of the last fault; see "
                            + left.life().output());
        }
        crowd.close();
    }

    private void awaitRecord(Site site) throws InterruptedException, SQLException {
        Instant deadline = Instant.now().plus(Pace.recordBound());
        List<Integer> behind = partitionsBehind(site);
        while (!(behind.isEmpty() && DatabaseRecord.isClosed(site.jdbcUrl()))
                && Instant.now().isBefore(deadline)) {
            TimeUnit.MILLISECONDS.sleep(GLANCE_MILLIS);
            behind = partitionsBehind(site);
        }
        behind.forEach(partition -> find(
                Kind.STUCK,
                "the record of partition " + partition + " is not at the log's end within "
                        + Pace.recordBound().toSeconds() + " s after the last agent had ended"));
    }

    private static List<Integer> partitionsBehind(Site site) throws SQLException {
        List<Integer> behind = new ArrayList<>();
        Map<Integer, Long> recorded = DatabaseRecord.positions(site.jdbcUrl());
        Log.ends(site.bootstrapServers()).forEach((partition, end) -> {
            if (end > 0 && recorded.getOrDefault(partition, 0L) < end) {
                behind.add(partition);
            }
        });
        return behind;
    }

    private void lookAtServers(Site site, Crowd crowd) {
        site.seats().stream()
                .filter(seat -> !seat.present().isReady())
                .forEach(seat -> find(
                        Kind.WRONG,
                        seat.name() + " is not ready in the end; see "
                                + seat.present().log()));
        site.broker().lookAt();
        site.database().lookAt();
        site.seats().forEach(Seat::lookAt);
        site.endings().oddities().forEach(what -> find(Kind.WRONG, what));
        crowd.trouble().ifPresent(e -> find(Kind.WRONG, "an agent could not be started: " + e));
    }

    private ChaosReport report(Site site, Crowd crowd, Storm storm, AgentCommand command, Duration toTheEnd)
            throws SQLException {
        story.accept("comparing the record with what was really run");
        Evidence evidence = new Evidence(
                crowd.all().stream().map(AgentLife::life).toList(),
                TaskEntry.read(command.taskLog()),
                DatabaseRecord.read(site.jdbcUrl()),
                Log.read(site.bootstrapServers()));
        findings.addAll(RestAudit.of(site.seats().get(0).address(), evidence.record()));
        Conclusions conclusions = Conclusions.of(evidence, storm.incidents(), Ownership.of(site.seats()));
        findings.addAll(conclusions.findings());
        return new ChaosReport(
                seed,
                length,
                toTheEnd,
                evidence,
                conclusions,
                findings,
                site.endings().asTheyShould(),
                printed(site, evidence));
    }

    private static LogLines printed(Site site, Evidence evidence) {
        List<Path> logs =
                new ArrayList<>(evidence.lives().stream().map(Life::output).toList());
        site.seats()
                .forEach(seat ->
                        seat.terms().forEach(term -> logs.add(term.coordinator().log())));
        return new LogLines(logs);
    }

    private void find(Kind kind, String sentence) {
        findings.add(new Finding(kind, sentence));
    }
}

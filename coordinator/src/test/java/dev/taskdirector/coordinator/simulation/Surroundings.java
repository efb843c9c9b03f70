package dev.taskdirector.coordinator.simulation;

import dev.taskdirector.coordinator.core.Settings;
import dev.taskdirector.coordinator.fakes.FakeCodec;
import dev.taskdirector.coordinator.runtime.Counted;
import dev.taskdirector.coordinator.runtime.Flaw;
import dev.taskdirector.coordinator.runtime.Tally;
import dev.taskdirector.wire.PeerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** What all parts of a world share: the truth, the clock, and who watches. */
final class Surroundings {
    final Scenario scenario;
    final Random random;
    final Story story;
    final Bug bug;
    final Auditor auditor;
    final FakeCodec codec = new FakeCodec();

    /** True keys of what each remote cache holds. */
    final Map<String, Set<String>> caches = new TreeMap<>();

    /** Settings that were configured at some owner; none begins with others than the defaults. */
    final List<Settings> settings = new ArrayList<>(List.of(Settings.DEFAULTS));

    private final Map<String, PeerStatus> said = new TreeMap<>();

    /** Records as some bug reads them: always the same way. */
    final Map<String, byte[]> rewritten = new TreeMap<>();

    /** What has happened at least once, by name. */
    final Set<String> seen = new TreeSet<>();

    /** How often each task still can't be tried. */
    final Map<Integer, Integer> unavailable;

    /** Milliseconds since the world began; no machine's clock jumps as the broker's may. */
    long now;

    /** Whether faults rage or have raged: in a calm world more must hold. */
    boolean stormy;

    /** From when on everything that a strike has broken is well again. */
    long calmFrom = Long.MAX_VALUE / 2;

    /** So many records are applied, by whichever owner, until one of them takes more memory than there is; 0 for never. */
    int recordsUntilMemoryRunsOut;

    /** Whether something may break now. */
    boolean isRaging() {
        return stormy && now < calmFrom;
    }

    Surroundings(Scenario scenario, Random random, Story story, Bug bug) {
        this.scenario = scenario;
        this.random = random;
        this.story = story;
        this.bug = bug;
        this.unavailable = new TreeMap<>(scenario.unavailable());
        this.auditor = new Auditor(this);
    }

    /** The smallest that some owner may have gone by. */
    long shortest(ToLongFunction<Settings> setting) {
        return settings.stream().mapToLong(setting).min().orElseThrow();
    }

    /** The largest that some owner may have gone by. */
    long longest(ToLongFunction<Settings> setting) {
        return settings.stream().mapToLong(setting).max().orElseThrow();
    }

    /** As it will be in the log, whatever the peer meant. */
    void noteSaid(PeerStatus status) {
        said.put(status.session() + "/" + status.seq(), status);
    }

    Optional<PeerStatus> said(String session, long seq) {
        return Optional.ofNullable(said.get(session + "/" + seq));
    }

    void saw(Enum<?> what) {
        seen.add(nameOf(what));
    }

    /** What is counted, if only once, is seen. */
    Tally tally() {
        return new Tally() {
            @Override
            public void add(Counted what, long amount) {
                if (amount > 0) {
                    saw(what);
                }
                if (what == Counted.RECORDS && recordsUntilMemoryRunsOut > 0 && --recordsUntilMemoryRunsOut == 0) {
                    throw new OutOfMemoryError("so it is in this world");
                }
            }

            @Override
            public void deadLetter(Flaw flaw) {
                saw(flaw);
            }
        };
    }

    static String nameOf(Enum<?> what) {
        return what.getDeclaringClass().getSimpleName() + "." + what.name();
    }

    Set<String> cache(String name) {
        return caches.computeIfAbsent(name, any -> new TreeSet<>());
    }

    /** Draws whether a task can't be tried this time. */
    boolean isUnavailable(int task) {
        int left = unavailable.getOrDefault(task, 0);
        if (left > 0 && left < Scenario.NEVER_AVAILABLE) {
            unavailable.put(task, left - 1);
        }
        return left > 0;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}

package dev.taskdirector.agent.session;

import dev.taskdirector.wire.Failure;
import dev.taskdirector.wire.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A fact about a peer's session, for the CI log and for whoever embeds the agent. One fact is one line of the log. */
public sealed interface Fact {

    /** The session is in a run. {@code otherPeers} are the live ones but itself. */
    record Joined(String run, int otherPeers) implements Fact {}

    /** The coordinator refused the join: the peer builds on alone. */
    record Rejected(String reason) implements Fact {}

    /** A newer session of the same peer id is live: the peer builds on alone. */
    record Superseded() implements Fact {}

    /** Work was done before the peer came. */
    record DoneBefore(int tasks, Optional<String> by) implements Fact {
        public DoneBefore(int tasks) {
            this(tasks, Optional.empty());
        }
    }

    /** How many of the peer's tasks others need too, and why not more, as a clause. */
    record Sharing(String clause) implements Fact {}

    /** A task starts here. {@code alone} is true without a lease; {@code why} says why this one. */
    record Started(String task, Duration expected, boolean alone, Optional<Why> why) implements Fact {
        public Started(String task, Duration expected, boolean alone) {
            this(task, expected, alone, Optional.empty());
        }
    }

    /** Several short tasks start here as one; {@code expected} is what all take together. */
    record StartedTogether(List<String> tasks, Duration expected) implements Fact {
        public StartedTogether {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * Several tasks that were started as one did not succeed, which says nothing of any of them: those that are still wanted
     * are started one by one. A batch that succeeds is told as the {@link Built} of each.
     */
    record EndedTogether(List<String> tasks, Outcome outcome, Duration took, Optional<Integer> exitCode)
            implements Fact {
        public EndedTogether {
            tasks = List.copyOf(tasks);
        }
    }

    /** Why a task comes before others. */
    sealed interface Why {

        /** The longest chain of tasks that is left begins with it. */
        record LongestPath(Duration length) implements Why {}

        /** Another peer has had it for much longer than expected. */
        record Besides(String peer) implements Why {}

        /** So many tasks need it. */
        record Unblocks(int tasks) implements Why {}
    }

    /** A task that another peer had and lost starts here; told instead of {@link Started}. */
    record Retaken(String task, Optional<String> lostBy) implements Fact {
        public Retaken(String task) {
            this(task, Optional.empty());
        }
    }

    /** A task was built here. */
    record Built(String task, Duration took, Optional<Integer> exitCode, int done, int tasks) implements Fact {}

    /** A task failed here. */
    record Failed(String task, Duration took, Optional<Integer> exitCode, Optional<String> aftermath) implements Fact {
        public Failed(String task, Duration took, Optional<Integer> exitCode) {
            this(task, took, exitCode, Optional.empty());
        }
    }

    /** A task was stopped here, since it is wanted no more. */
    record Aborted(String task, Duration took) implements Fact {}

    /** A task could not be tried here for a reason that is not its own. */
    record Unavailable(String task) implements Fact {}

    /** The peer waits for a task that another peer runs. */
    record Waits(String task, String peer, Duration since, Duration expected) implements Fact {}

    /** Tasks that the peer needed were built elsewhere, by peers that it wasn't told. */
    record Elsewhere(int newlyDone, int done, int tasks) implements Fact {}

    /** A task that the peer needed was built by a peer that it knows. */
    record BuiltElsewhere(String task, String peer, Optional<Duration> took, int done, int tasks) implements Fact {}

    /** Nobody has answered for the patience: the peer builds on by itself. */
    record Alone(Duration silence) implements Fact {}

    /** The peer has waited for others for longer than its budget: it builds what it waits for by itself. */
    record WaitedEnough(Duration waited, Duration budget) implements Fact {}

    /** The same, and nothing that it is told of can be built here: the peer builds on by itself. */
    record WaitedForNothing(Duration waited, Duration budget) implements Fact {}

    /** The coordinator answers again, or gives something again. {@code builtElsewhere} counts what was built meanwhile. */
    record Again(int builtElsewhere, int done, int tasks) implements Fact {}

    /** The session was unknown to the coordinator; a new one has begun, with what was built. */
    record Rejoined(int built, int running) implements Fact {}

    /** Nothing more will be done for the peer: what failed elsewhere is news, no verdict. */
    record FailedElsewhere(List<Failure> failures, int count) implements Fact {
        public FailedElsewhere {
            failures = List.copyOf(failures);
        }
    }

    /** The verdict starts. */
    record VerdictStarted(String why) implements Fact {}

    /** The verdict has ended. {@code ghosts} is empty when the build tool can't tell. */
    record VerdictEnded(int exitCode, Duration took, Optional<Integer> ghosts) implements Fact {}

    /** What the agent says that is none of the others, as a sentence. */
    record Note(String sentence) implements Fact {}
}

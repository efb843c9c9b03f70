package dev.taskdirector.agent.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How it went in all.
 *
 * @param exitCode the agent's
 * @param whose whose exit code it is, as a clause: {@code the verdict's}
 * @param took from the start to the end
 * @param expectedAlone as in the opening
 */
public record Closing(int exitCode, String whose, Duration took, Optional<Duration> expectedAlone) {

    /**
     * What sharing brought and cost.
     *
     * @param builtForMe what others built would have taken here; empty when nothing was expected of it
     * @param tasksForMe how many tasks that were
     * @param builtForOthers how long this peer built for others too
     */
    public record Saved(Optional<Duration> builtForMe, int tasksForMe, Duration builtForOthers, Duration waited) {

        String say() {
            String forMe = builtForMe.map(Spans::say).orElse(tasksForMe == 1 ? "1 task" : tasksForMe + " tasks");
            return forMe + " built for me by others, " + Spans.say(builtForOthers) + " by me for others, waited "
                    + Spans.say(waited);
        }
    }

    List<FactLine> lines(Saved saved) {
        String alone = expectedAlone
                .map(span -> ", " + Spans.say(span) + " expected alone")
                .orElse("");
        String exit = exitCode + ", " + whose + "; " + Spans.say(took) + " in all" + alone;
        return List.of(new FactLine("saved", saved.say()), new FactLine("exit", exit));
    }
}

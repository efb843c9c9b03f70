package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.BuiltParts;
import java.util.List;

/** A universe that is built and ends with a code that nothing else ends with: who returns it has run its verdict. */
final class OwnVerdict {

    private static final int CODE = 7;

    private OwnVerdict() {}

    /** For the agent's command line. */
    static List<String> options() {
        String script = BuiltParts.ofThisCheckout()
                .root()
                .resolve("deploy/quickstart/task.sh")
                .toString();
        return List.of("--verdict", "sh -c 'bash \"$0\" all && exit " + CODE + "' '" + script + "'");
    }

    /** Each peer has built, or found built, the whole universe, and says what came of that. */
    static void assertRunByAll(RealPeers peers, Outcome outcome) {
        assertThat(outcome.exitCodes().values()).as(peers.story()).isNotEmpty().containsOnly(CODE);
        assertThat(outcome.verdictSeconds().keySet())
                .as(peers.story())
                .isEqualTo(outcome.exitCodes().keySet());
    }
}

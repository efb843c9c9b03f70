package dev.taskdirector.benchmarks.replay;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy came to.
 *
 * @param outcomes one for each workload, in their order; one at least
 * @param leftOut how many of the first don't count in means: as a rule nothing had been learnt before them
 */
record PolicyOutcome(Policy policy, List<Outcome> outcomes, int leftOut) {

    PolicyOutcome {
        outcomes = List.copyOf(outcomes);
        if (leftOut < 0 || leftOut >= outcomes.size()) {
            throw new IllegalStateException("of " + outcomes.size() + " outcomes " + leftOut + " are to be left out");
        }
    }

    /** The mean over the outcomes that count. */
    double mean(ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().skip(leftOut).mapToDouble(figure).average().orElseThrow();
    }

    /** The greatest of the outcomes that count. */
    double worst(ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().skip(leftOut).mapToDouble(figure).max().orElseThrow();
    }
}

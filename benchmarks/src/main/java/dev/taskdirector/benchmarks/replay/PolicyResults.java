package dev.taskdirector.benchmarks.replay;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a policy came to, or what really happened.
 *
 * @param name of the policy, or of what it is
 * @param results one for each workload, in their order; one at least
 * @param leftOut how many of the first don't count in means: as a rule nothing had been learnt before them
 */
record PolicyResults(String name, List<Result> results, int leftOut) {

    PolicyResults {
        results = List.copyOf(results);
        if (leftOut < 0 || leftOut >= results.size()) {
            throw new IllegalStateException("of " + results.size() + " results " + leftOut + " are to be left out");
        }
    }

    /** The mean over the results that count. */
    double mean(ToDoubleFunction<Result> figure) {
        return results.stream().skip(leftOut).mapToDouble(figure).average().orElseThrow();
    }

    /** The greatest of the results that count. */
    double worst(ToDoubleFunction<Result> figure) {
        return results.stream().skip(leftOut).mapToDouble(figure).max().orElseThrow();
    }
}

package dev.taskdirector.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.wire.Limits;
import dev.taskdirector.wire.Pipeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who the peer is and what it tests. What isn't given is found. */
final class IdentityOptions {

    static final String ID_CURE = "use 1 to 128 of the letters a to z and A to Z, digits, dots and hyphens";
    private static final Pattern TYPE = Pattern.compile("dependent|independent");

    @Option(names = "--peer", paramLabel = "ID", description = "This peer's id, unique among those of its cache.")
    @Nullable
    String peer;

    @Option(
            names = "--cache",
            paramLabel = "ID",
            description =
                    "Id of the remote cache; else from TASK_DIRECTOR_CACHE. Peers of different caches never meet.")
    @Nullable
    String cache;

    @Option(names = "--repository", paramLabel = "NAME", description = "Name of the repository.")
    @Nullable
    String repository;

    @Option(names = "--base-ref", paramLabel = "REF", description = "The ref that the patchset is tested on top of.")
    @Nullable
    String baseRef;

    @Option(names = "--patchset", paramLabel = "ID", description = "The commit or patchset under test.")
    @Nullable
    String patchset;

    @Option(
            names = "--additional-patchset",
            paramLabel = "ID",
            description = "A change ahead, or a commit below; may be given several times.")
    List<String> additionalPatchsets = new ArrayList<>();

    @Option(names = "--change", paramLabel = "NAME", description = "The change under test, for people.")
    @Nullable
    String change;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Name of the CI pipeline.")
    @Nullable
    String pipeline;

    @Option(names = "--pipeline-type", paramLabel = "TYPE", description = "dependent (a merge gate) or independent.")
    @Nullable
    String pipelineType;

    @Option(names = "--complex-patchset", description = "The patchset touches so much that a run of its own is better.")
    boolean complexPatchset;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label; may be given several times.")
    Map<String, String> labels = new LinkedHashMap<>();

    Checkout.Given given() {
        return new Checkout.Given(
                Optional.ofNullable(repository),
                Optional.ofNullable(baseRef),
                Optional.ofNullable(patchset),
                additionalPatchsets);
    }

    /** Refuses what the user has to put right. */
    void check() throws UsageError {
        Given.match("--peer", peer, Limits.ID, ID_CURE);
        Given.match("--cache", cache, Limits.ID, ID_CURE);
        Given.text("--repository", repository, Limits.NAME);
        Given.text("--base-ref", baseRef, Limits.NAME);
        Given.text("--patchset", patchset, Limits.WORD);
        Given.text("--change", change, Limits.WORD);
        Given.text("--pipeline", pipeline, Limits.WORD);
        Given.match("--pipeline-type", pipelineType, TYPE, "write dependent or independent");
        if (pipeline == null && pipelineType != null) {
            throw new UsageError("--pipeline-type is given without a name; give --pipeline as well");
        }
        checkCount("--additional-patchset", additionalPatchsets.size(), Limits.ADDITIONAL_PATCHSETS);
        for (String one : additionalPatchsets) {
            Given.text("--additional-patchset", one, Limits.WORD);
        }
        checkCount("--label", labels.size(), Limits.ENTRIES);
        for (Map.Entry<String, String> one : labels.entrySet()) {
            Given.text("--label's key", one.getKey(), Limits.WORD);
            Given.textOrEmpty("--label's value", one.getValue(), Limits.LABEL);
        }
        checkLabelBytes();
    }

    private void checkLabelBytes() throws UsageError {
        int bytes = 0;
        for (Map.Entry<String, String> one : labels.entrySet()) {
            bytes += one.getKey().getBytes(UTF_8).length + one.getValue().getBytes(UTF_8).length;
        }
        if (bytes > Limits.LABEL_BYTES) {
            throw new UsageError("the values of --label have " + bytes + " bytes with their keys; give "
                    + Limits.LABEL_BYTES + " bytes at most");
        }
    }

    private static void checkCount(String option, int count, int most) throws UsageError {
        if (count > most) {
            throw new UsageError(option + " is given " + count + " times; give it " + most + " times at most");
        }
    }

    Optional<Pipeline> pipeline() {
        return Optional.ofNullable(pipeline).map(name -> new Pipeline(name, Optional.ofNullable(pipelineType)));
    }
}

package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.agent.checkout.Found;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code task-director whoami}: who this peer would be, and where that was found. */
@Command(
        name = "whoami",
        description = "Prints who this peer is, what it tests, and where that was found.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class WhoamiCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    IdentityOptions options = new IdentityOptions();

    WhoamiCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws UsageError {
        Identity.check(options, around);
        Identity identity = Identity.of(options, around);
        Checkout checkout = identity.checkout();
        line("peer", Optional.of(identity.peer()));
        line("cache", identity.cache());
        line("repository", checkout.repository());
        line("base ref", checkout.baseRef());
        line("patchset", checkout.patchset());
        Found<List<String>> additional = checkout.additionalPatchsets();
        line("additional", Optional.of(additional.with(brief(additional.value()))));
        line("change", Optional.ofNullable(options.change).map(name -> new Found<>(name, "--change")));
        line(
                "pipeline",
                options.pipeline()
                        .map(one -> new Found<>(
                                one.name()
                                        + one.type()
                                                .map(type -> " (" + type + ")")
                                                .orElse(""),
                                "--pipeline")));
        return 0;
    }

    private static String brief(List<String> commits) {
        return switch (commits.size()) {
            case 0 -> "none";
            case 1 -> commits.get(0);
            default -> commits.size() + " patchsets, " + commits.get(0) + " to " + commits.get(commits.size() - 1);
        };
    }

    private void line(String name, Optional<Found<String>> found) {
        String text =
                found.map(one -> one.value() + "   (" + one.origin() + ")").orElse("unknown");
        around.out().println(String.format("%-11s ", name) + text.replaceAll("\\p{Cntrl}", "?"));
    }
}

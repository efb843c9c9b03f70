package dev.taskdirector.agent.checkout;

import dev.taskdirector.agent.checkout.Capture.Captured;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks git about one checkout. Each question is one short command; no answer is an ordinary result. */
public final class Git {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path folder;

    public Git(Path folder) {
        this.folder = folder;
    }

    /** The top folder of the checkout; empty outside of one, and where there is no git. */
    public Optional<Path> top() {
        return line("rev-parse", "--show-toplevel").map(Path::of);
    }

    public Optional<String> head() {
        return line("rev-parse", "--verify", "HEAD^{commit}");
    }

    public Optional<String> remoteAddress(String remote) {
        return line("remote", "get-url", remote);
    }

    /** The branch that is checked out; empty when none is. */
    public Optional<String> branch() {
        return line("symbolic-ref", "--short", "-q", "HEAD");
    }

    /** The branch that the present one follows, such as {@code origin/main}. */
    public Optional<String> upstream() {
        return line("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}");
    }

    /** The default branch of a remote, such as {@code origin/main}. */
    public Optional<String> defaultBranch(String remote) {
        return line("symbolic-ref", "--short", "-q", "refs/remotes/" + remote + "/HEAD");
    }

    /** Whether a name stands for a commit here. */
    public boolean isCommit(String ref) {
        return line("rev-parse", "--verify", "-q", "--end-of-options", ref + "^{commit}")
                .isPresent();
    }

    /** The newest commits of a ref, first parents only, newest first. */
    public List<String> firstParents(String ref, int most) {
        return lines("rev-list", "--first-parent", "--max-count=" + most, "--end-of-options", ref);
    }

    /** The commit where two refs part. */
    public Optional<String> mergeBase(String one, String other) {
        return line("merge-base", one, other);
    }

    /**
     * The ids of the git objects at a path in the commit that is checked out, one line for each entry with its mode.
     * Empty when git can't tell or there is no such path.
     */
    public Optional<String> treeOf(String path) {
        if (path.equals(".")) {
            return line("rev-parse", "--verify", "-q", "HEAD:./");
        }
        Captured tree = run("ls-tree", "HEAD", "--", path);
        return tree instanceof Captured.Printed printed && !printed.text().isEmpty()
                ? Optional.of(printed.text())
                : Optional.empty();
    }

    /** What differs from the commit under a path, untracked files included; empty text if nothing does. */
    public Optional<String> changesUnder(String path) {
        Captured status = run("status", "--porcelain=v1", "--untracked-files=normal", "--", path);
        return status instanceof Captured.Printed printed ? Optional.of(printed.text()) : Optional.empty();
    }

    private Optional<String> line(String... arguments) {
        return lines(arguments).stream().findFirst().filter(line -> !line.isEmpty());
    }

    private List<String> lines(String... arguments) {
        return run(arguments) instanceof Captured.Printed printed
                ? printed.text().lines().toList()
                : List.of();
    }

    private Captured run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--literal-pathspecs", "--no-optional-locks"));
        command.addAll(List.of(arguments));
        return Capture.run(command, folder, LIMIT);
    }
}

package dev.taskdirector.agent.checkout;

import dev.taskdirector.wire.Repository;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is checked out, as far as it was found or given by hand.
 *
 * @param repository name of the repository
 * @param baseRef the ref that the patchset is tested on top of
 * @param patchset the commit under test
 * @param additionalPatchsets what is known to be below it
 */
public record Checkout(
        Optional<Found<String>> repository,
        Optional<Found<String>> baseRef,
        Optional<Found<String>> patchset,
        Found<List<String>> additionalPatchsets) {

    /** How many commits of the base ref are named as additional patchsets. */
    public static final int BASE_COMMITS = 20;

    /** The helper that runs a command line, in which anything may stand. */
    private static final String COMMAND = "ext::";

    /** What git calls before an address, such as {@code gcrypt::https://…}. */
    private static final Pattern HELPERS = Pattern.compile("^(?:[A-Za-z0-9][A-Za-z0-9+.-]*::)+");

    private static final Pattern ADDRESS =
            Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*://[^/]+/|[^/:]+@?[^/:]*:)(.*?)(?:\\.git)?/*$");

    /** What stands before a path, and may hold a password, where an address isn't of a form that is known. */
    private static final Pattern NO_PATH = Pattern.compile("://|@");

    /** What git tells about a folder; nothing of it where there is no git or no checkout. */
    public static Checkout detect(Path folder) {
        Git git = new Git(folder);
        Optional<Path> top = git.top();
        if (top.isEmpty()) {
            return unknown("no git checkout");
        }
        Optional<String> baseRef = baseRef(git);
        return new Checkout(
                Optional.of(repository(git, top.get())),
                baseRef.map(ref -> new Found<>(withoutRemote(ref), "git, " + ref)),
                git.head().map(commit -> new Found<>(commit, "git, HEAD")),
                additional(git, baseRef));
    }

    /** One of which nothing is known, and why. */
    public static Checkout unknown(String why) {
        return new Checkout(Optional.empty(), Optional.empty(), Optional.empty(), new Found<>(List.of(), why));
    }

    /** The same with what was given by hand in its place. */
    public Checkout with(Given given) {
        return new Checkout(
                given.repository()
                        .map(name -> new Found<>(name, "--repository"))
                        .or(() -> repository),
                given.baseRef().map(ref -> new Found<>(ref, "--base-ref")).or(() -> baseRef),
                given.patchset()
                        .map(commit -> new Found<>(commit, "--patchset"))
                        .or(() -> patchset),
                given.additionalPatchsets().isEmpty()
                        ? additionalPatchsets
                        : new Found<>(given.additionalPatchsets(), "--additional-patchset"));
    }

    /** What a user gave by hand; it wins. */
    public record Given(
            Optional<String> repository,
            Optional<String> baseRef,
            Optional<String> patchset,
            List<String> additionalPatchsets) {
        public Given {
            additionalPatchsets = List.copyOf(additionalPatchsets);
        }
    }

    /** The repository as a join names it; empty when name, base ref or patchset isn't known. */
    public List<Repository> repositories() {
        if (repository.isEmpty() || baseRef.isEmpty() || patchset.isEmpty()) {
            return List.of();
        }
        String commit = patchset.get().value();
        Set<String> others = new LinkedHashSet<>(additionalPatchsets.value());
        others.remove(commit);
        return List.of(new Repository(repository.get().value(), baseRef.get().value(), commit, List.copyOf(others)));
    }

    /** A clause for people: {@code git, 5bfb446 of org/driving on main, 20 commits below}. */
    public Optional<String> describe(Optional<String> change) {
        UnaryOperator<String> brief = commit -> commit.substring(0, Math.min(9, commit.length()));
        return repositories().stream().findFirst().map(one -> {
            String what = change.map(name -> "change " + name).orElse(brief.apply(one.patchset()));
            int below = one.additionalPatchsets().size();
            return "git, " + what + " of " + one.name() + " on " + one.baseRef() + ", " + below
                    + (below == 1 ? " commit below" : " commits below");
        });
    }

    private static Found<String> repository(Git git, Path top) {
        Optional<Found<String>> remote = git.remoteAddress("origin")
                .flatMap(Checkout::nameOf)
                .map(name -> new Found<>(name, "git remote origin"));
        return remote.orElseGet(() -> new Found<>(String.valueOf(top.getFileName()), "name of the folder"));
    }

    /** The path of an address, without server, user and {@code .git}: never anything secret that stands before it. */
    static Optional<String> nameOf(String address) {
        if (address.startsWith(COMMAND)) {
            return Optional.empty();
        }
        String plain = HELPERS.matcher(address).replaceFirst("");
        Matcher matcher = ADDRESS.matcher(plain);
        boolean isAddress = matcher.matches();
        String path = isAddress ? matcher.group(1) : plain.replaceAll("(\\.git)?/*$", "");
        boolean isPath = isAddress && !NO_PATH.matcher(path).find();
        String name = isPath ? path : path.replaceAll(isAddress ? ".*[/:@]" : ".*/", "");
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private static Optional<String> baseRef(Git git) {
        return git.upstream()
                .or(() -> git.defaultBranch("origin"))
                .or(() -> List.of("origin/main", "origin/master", "main", "master").stream()
                        .filter(git::isCommit)
                        .findFirst())
                .or(git::branch);
    }

    private static String withoutRemote(String ref) {
        return ref.startsWith("origin/") ? ref.substring("origin/".length()) : ref;
    }

    /** The commits of the base ref under HEAD: from where the two part, so that a newer base doesn't count. */
    private static Found<List<String>> additional(Git git, Optional<String> baseRef) {
        List<String> commits = new ArrayList<>();
        Optional<String> from = baseRef.flatMap(ref -> git.mergeBase("HEAD", ref));
        from.ifPresent(commit -> commits.addAll(git.firstParents(commit, BASE_COMMITS)));
        return new Found<>(commits, "git, first parents of " + baseRef.orElse("no base ref"));
    }
}

package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.agent.checkout.Found;
import dev.taskdirector.wire.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** Who the peer is, each with where that came from. */
record Identity(Found<String> peer, Optional<Found<String>> cache, Checkout checkout) {

    private static final int LONGEST_HOST = 64;

    /** Asks the host for its name and git for the rest. */
    static Identity of(IdentityOptions options, Surroundings around) {
        return new Identity(
                peer(options, around).orElseGet(() -> hostAndFolder(around)),
                cache(options, around),
                checkout(around).with(options.given()));
    }

    /** A build needs no checkout that it can name. */
    private static Checkout checkout(Surroundings around) {
        try {
            return around.checkouts().apply(around.folder());
        } catch (RuntimeException | Error broken) {
            around.tell(List.of("task-director: can't tell what is checked out in " + around.folder()
                    + ", since the agent failed (" + broken + "); please report it"));
            return Checkout.unknown("the agent failed");
        }
    }

    /** Refuses what the user has to put right, in options and in the environment. Asks nobody. */
    static void check(IdentityOptions options, Surroundings around) throws UsageError {
        options.check();
        check(peer(options, around));
        check(cache(options, around));
    }

    /** Refuses to go on without a cache. */
    static void checkCacheIsNamed(IdentityOptions options, Surroundings around) throws UsageError {
        if (cache(options, around).isEmpty()) {
            throw new UsageError("no remote cache is named; give --cache ID or set TASK_DIRECTOR_CACHE");
        }
    }

    private static Optional<Found<String>> peer(IdentityOptions options, Surroundings around) {
        return Optional.ofNullable(options.peer)
                .map(id -> new Found<>(id, "--peer"))
                .or(() -> variable("TASK_DIRECTOR_PEER", around));
    }

    private static Optional<Found<String>> cache(IdentityOptions options, Surroundings around) {
        return Optional.ofNullable(options.cache)
                .map(id -> new Found<>(id, "--cache"))
                .or(() -> variable("TASK_DIRECTOR_CACHE", around));
    }

    private static void check(Optional<Found<String>> id) throws UsageError {
        if (id.isPresent()) {
            Given.match(id.get().origin(), id.get().value(), Limits.ID, IdentityOptions.ID_CURE);
        }
    }

    private static Optional<Found<String>> variable(String name, Surroundings around) {
        return Optional.ofNullable(around.environment().get(name))
                .filter(value -> !value.isBlank())
                .map(value -> new Found<>(value, name));
    }

    /** The same at each start in one folder, so that a restarted peer replaces itself; another in each checkout. */
    private static Found<String> hostAndFolder(Surroundings around) {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "host";
        }
        String plain = host.replaceAll("[^A-Za-z0-9.-]", "-");
        CRC32 folder = new CRC32();
        folder.update(around.folder().toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8));
        String id = plain.substring(0, Math.min(LONGEST_HOST, plain.length()))
                + String.format(Locale.ROOT, "-%08x", folder.getValue());
        return new Found<>(id, "host name and folder");
    }
}

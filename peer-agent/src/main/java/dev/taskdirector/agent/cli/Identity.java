package dev.taskdirector.agent.cli;

import dev.taskdirector.agent.checkout.Checkout;
import dev.taskdirector.agent.checkout.Found;
import dev.taskdirector.wire.Limits;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** Who the peer is, each with where that came from. */
record Identity(Found<String> peer, Optional<Found<String>> cache, Checkout checkout) {

    private static final int LONGEST_HOST = 64;

    static Identity of(IdentityOptions options, Surroundings around) throws UsageError {
        Optional<Found<String>> cache = Optional.ofNullable(options.cache)
                .map(id -> new Found<>(id, "--cache"))
                .or(() -> variable("TASK_DIRECTOR_CACHE", around));
        Found<String> peer = Optional.ofNullable(options.peer)
                .map(id -> new Found<>(id, "--peer"))
                .or(() -> variable("TASK_DIRECTOR_PEER", around))
                .orElseGet(() -> hostAndFolder(around));
        check(peer);
        if (cache.isPresent()) {
            check(cache.get());
        }
        return new Identity(peer, cache, Checkout.detect(around.folder()).with(options.given()));
    }

    String requiredCache() throws UsageError {
        return cache.orElseThrow(
                        () -> new UsageError("no remote cache is named; give --cache ID or set TASK_DIRECTOR_CACHE"))
                .value();
    }

    private static void check(Found<String> id) throws UsageError {
        if (!Limits.ID.matcher(id.value()).matches()) {
            throw new UsageError(id.origin() + " \"" + id.value()
                    + "\" is no id: use 1 to 128 of the letters a to z and A to Z, digits, dots and hyphens");
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

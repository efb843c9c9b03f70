package dev.taskdirector.coordinator.access;

import dev.taskdirector.coordinator.runtime.ConfiguredFile;
import dev.taskdirector.coordinator.runtime.RefusalException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Users with their passwords' hashes (SHA-512 crypt, as {@code openssl passwd -6} makes them) and roles. Thread-safe. */
final class Users {

    /** Its cost is bounded: a line with more rounds could keep a processor busy for long. */
    private static final Pattern HASH =
            Pattern.compile("\\$6\\$(rounds=[0-9]{4,6}\\$)?[./0-9A-Za-z]{1,16}\\$[./0-9A-Za-z]{86}");

    private static final Set<String> KNOWN = Set.of(Roles.VIEWER, Roles.OPERATOR);
    private static final int MOST = 1_000;

    /** Of no password: a name that nobody has takes as long to refuse as a wrong password. */
    private static final String NOBODYS = "$6$nobody$" + ".".repeat(86);

    private final Map<String, User> byName;

    private record User(String hash, String role) {}

    private Users(Map<String, User> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Those that a file names.
     *
     * @throws RefusalException with a sentence that names file and line, and nothing of a hash
     */
    static Users in(ConfiguredFile file) {
        List<String> lines = file.text().lines().toList();
        Map<String, User> users = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String where = file.path() + ":" + (i + 1) + ": ";
            String[] parts = line.split(":", -1);
            if (parts.length != 3 || parts[0].isEmpty()) {
                throw new RefusalException(where + "a line should have three parts, NAME:HASH:ROLE");
            }
            User user = new User(parts[1], parts[2]);
            flaw(user).ifPresent(flaw -> {
                throw new RefusalException(where + flaw);
            });
            if (users.put(parts[0], user) != null || users.size() > MOST) {
                throw new RefusalException(where + "the user \"" + parts[0]
                        + "\" is there already, or there are more than " + MOST + "; leave it out");
            }
        }
        return new Users(users);
    }

    private static Optional<String> flaw(User user) {
        if (!HASH.matcher(user.hash()).matches()) {
            return Optional.of("the second part is not the hash of a password; make one with: openssl passwd -6");
        }
        return KNOWN.contains(user.role())
                ? Optional.empty()
                : Optional.of("the role is \"" + user.role() + "\"; it must be \"" + Roles.VIEWER + "\" or \""
                        + Roles.OPERATOR + "\"");
    }

    /** The role of whoever has this name and this password; empty for everybody else. Takes some milliseconds. */
    Optional<String> role(String name, String password) {
        Optional<User> user = Optional.ofNullable(byName.get(name));
        String hash = user.map(User::hash).orElse(NOBODYS);
        String given = Sha2Crypt.sha512Crypt(password.getBytes(StandardCharsets.UTF_8), hash);
        boolean isRight = MessageDigest.isEqual(
                given.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
        return isRight ? user.map(User::role) : Optional.empty();
    }
}

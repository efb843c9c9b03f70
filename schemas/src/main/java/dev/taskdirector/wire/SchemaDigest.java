package dev.taskdirector.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The identity of a task schema: {@code sha256:} and the lower-case hex SHA-256 of these bytes, where a number is four
 * bytes, the highest first, a text is the number of its UTF-8 bytes and those bytes, and a list is the number of its
 * texts and the texts:
 *
 * <ol>
 *   <li>the text {@code task-director/schema/1}
 *   <li>the text {@code id}
 *   <li>the list of the universe, of none or one
 *   <li>the number of tasks
 *   <li>for each task in order: the text {@code name}, the list of its targets in order, the list of its needs in the
 *       order of their UTF-8 bytes
 * </ol>
 *
 * <p>Estimates and timeouts are not part of it: peers that differ in those alone share.
 */
public final class SchemaDigest {

    private static final String PURPOSE = "task-director/schema/1";

    private SchemaDigest() {}

    public static String of(String id, Optional<String> universe, List<JoinTask> tasks) {
        MessageDigest sha256 = sha256();
        sha256.update(new LengthPrefixed()
                .text(PURPOSE)
                .text(id)
                .optional(universe)
                .number(tasks.size())
                .toBytes());
        for (JoinTask task : tasks) {
            sha256.update(new LengthPrefixed()
                    .text(task.name())
                    .list(task.targets())
                    .sorted(task.needs())
                    .toBytes());
        }
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package dev.taskdirector.benchmarks.chaos;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A peer of a build, and what its checkout holds.
 *
 * @param patch what its patchset makes of the fragile tasks: nothing, or a word that tells patchsets apart
 * @param exitCode of a fragile task in its checkout, 0 unless its patchset breaks them
 */
record PeerPlan(
        Build build,
        String peer,
        int slots,
        boolean readOnly,
        boolean complex,
        String onFailure,
        String patch,
        int exitCode) {

    private static final int CONTENT_DIGITS = 20;

    /**
     * A task as this peer has it checked out.
     *
     * @param content hash of its source and of all that it needs: the name of its result in the remote cache
     */
    record CheckedOut(Build.Task task, String content, int exitCode) {}

    /** All tasks in the order of the schema. */
    List<CheckedOut> checkout() {
        List<CheckedOut> all = new ArrayList<>();
        for (int i = 0; i < build.tasks().size(); i++) {
            Build.Task task = build.tasks().get(i);
            boolean isTouched = !patch.isEmpty() && build.fragile().contains(i);
            StringBuilder source = new StringBuilder(task.source());
            source.append(isTouched ? "+" + patch : "");
            task.needs().forEach(need -> source.append(' ').append(all.get(need).content()));
            all.add(new CheckedOut(task, hash(source.toString()), isTouched ? exitCode : 0));
        }
        return all;
    }

    /**
     * With what the agent must end unless somebody ends it: its verdict builds all in its own checkout, and all tasks that can
     * fail there end with the same code. What others say doesn't come in.
     */
    int expectedExitCode() {
        return checkout().stream()
                .map(CheckedOut::exitCode)
                .filter(code -> code != 0)
                .findFirst()
                .orElse(0);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, CONTENT_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}

package dev.taskdirector.agent.checkout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over parts that are each led by their length, so that no two lists of parts look the same. */
final class Hash {

    private final MessageDigest digest;

    Hash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Hash add(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
        return this;
    }

    Hash addAll(Iterable<String> parts) {
        int count = 0;
        for (String part : parts) {
            add(part);
            count++;
        }
        return add("count " + count);
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}

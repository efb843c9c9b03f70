package dev.taskdirector.coordinator.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Recognises a password again without keeping it: by its HMAC under a key that this process alone has. Thread-safe. */
final class PasswordMemory {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final SecretKeySpec key;

    PasswordMemory() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    Trace traceOf(String password) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return new Trace(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** What a password leaves behind. */
    static final class Trace {
        private final byte[] bytes;

        private Trace(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Takes the same time however much of it is the same. */
        boolean isSame(Trace other) {
            return MessageDigest.isEqual(bytes, other.bytes);
        }
    }
}

package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 in base64url without padding, under the present secret; one under the previous secret is still taken, so
 * that a secret can be changed while sessions live.
 */
final class Authenticator {

    private static final String ALGORITHM = "HmacSHA256";

    /** Keyed and never used themselves, the present secret's first: copying one costs less than keying another. */
    private final List<Mac> prepared;

    Authenticator(byte[] secret, Optional<byte[]> previous) {
        List<Mac> all = new ArrayList<>();
        all.add(keyed(secret));
        previous.ifPresent(bytes -> all.add(keyed(bytes)));
        prepared = List.copyOf(all);
    }

    String sign(LengthPrefixed message) {
        return mac(prepared.get(0), message.toBytes());
    }

    /** Takes the same time however much of the code is right. */
    boolean isSignedBy(String code, LengthPrefixed message) {
        byte[] given = code.getBytes(US_ASCII);
        byte[] bytes = message.toBytes();
        boolean matches = false;
        for (Mac secret : prepared) {
            matches |= MessageDigest.isEqual(mac(secret, bytes).getBytes(US_ASCII), given);
        }
        return matches;
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String mac(Mac prepared, byte[] message) {
        try {
            Mac mac = (Mac) prepared.clone();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(message));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}

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

    /** The present one first. */
    private final List<SecretKeySpec> secrets;

    Authenticator(byte[] secret, Optional<byte[]> previous) {
        List<SecretKeySpec> all = new ArrayList<>();
        all.add(new SecretKeySpec(secret, ALGORITHM));
        previous.ifPresent(bytes -> all.add(new SecretKeySpec(bytes, ALGORITHM)));
        secrets = List.copyOf(all);
    }

    String sign(LengthPrefixed message) {
        return mac(secrets.get(0), message.toBytes());
    }

    /** Takes the same time however much of the code is right. */
    boolean isSignedBy(String code, LengthPrefixed message) {
        byte[] given = code.getBytes(US_ASCII);
        byte[] bytes = message.toBytes();
        boolean matches = false;
        for (SecretKeySpec secret : secrets) {
            matches |= MessageDigest.isEqual(mac(secret, bytes).getBytes(US_ASCII), given);
        }
        return matches;
    }

    private static String mac(SecretKeySpec secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}

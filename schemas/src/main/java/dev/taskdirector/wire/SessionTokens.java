package dev.taskdirector.wire;

import java.util.Optional;

/**
 * Session tokens: an assignment, which only its peer may read, brings one, and a status that carries it is proven to be
 * that session's. A token is the HMAC-SHA256, base64url without padding, of the length-prefixed texts
 * {@code task-director/session/1}, peer, session and cache.
 */
public final class SessionTokens {

    private static final String PURPOSE = "task-director/session/1";

    private final Authenticator authenticator;

    /**
     * @param secret the coordinator's, 32 random bytes; not empty
     * @param previous the one before, while tokens under it may still be in use
     */
    public SessionTokens(byte[] secret, Optional<byte[]> previous) {
        authenticator = new Authenticator(secret, previous);
    }

    public String tokenFor(String peer, String session, String cache) {
        return authenticator.sign(message(peer, session, cache));
    }

    /** Whether the token is this session's, under the present secret or the previous one. */
    public boolean isTokenOf(String token, String peer, String session, String cache) {
        return authenticator.isSignedBy(token, message(peer, session, cache));
    }

    /** Whether the status carries its session's token. One that carries none is not proven. */
    public boolean isProven(PeerStatus status) {
        return status.token()
                .filter(token -> isTokenOf(token, status.peer(), status.session(), status.cache()))
                .isPresent();
    }

    private static LengthPrefixed message(String peer, String session, String cache) {
        return new LengthPrefixed().text(PURPOSE).text(peer).text(session).text(cache);
    }
}

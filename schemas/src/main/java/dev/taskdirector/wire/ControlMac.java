package dev.taskdirector.wire;

import java.util.Optional;

/**
 * Signs control records, so that nobody else's tick or command counts. A {@code mac} is the HMAC-SHA256, base64url
 * without padding, of length-prefixed values: the texts {@code task-director/control/1}, the kind's name in JSON and the
 * cache, the map of settings, the list of the command, of none or one, and the map of arguments.
 */
public final class ControlMac {

    private static final String PURPOSE = "task-director/control/1";
    private static final WireNames<Control.Kind> KINDS = new WireNames<>(Control.Kind.class);

    private final Authenticator authenticator;

    /**
     * @param secret the coordinator's, 32 random bytes; not empty
     * @param previous the one before, while records under it may still be read
     */
    public ControlMac(byte[] secret, Optional<byte[]> previous) {
        authenticator = new Authenticator(secret, previous);
    }

    public String macOf(Control control) {
        return authenticator.sign(message(control));
    }

    /** The same record with its {@code mac}. */
    public Control sign(Control control) {
        return new Control(
                control.v(),
                control.cache(),
                control.kind(),
                control.settings(),
                control.command(),
                control.arguments(),
                Optional.of(macOf(control)));
    }

    /** Whether the record's {@code mac} is right, under the present secret or the previous one. */
    public boolean isProven(Control control) {
        return control.mac()
                .filter(mac -> authenticator.isSignedBy(mac, message(control)))
                .isPresent();
    }

    private static LengthPrefixed message(Control control) {
        return new LengthPrefixed()
                .text(PURPOSE)
                .text(KINDS.nameOf(control.kind()))
                .text(control.cache())
                .map(control.settings())
                .optional(control.command())
                .map(control.arguments());
    }
}

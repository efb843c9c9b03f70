package dev.taskdirector.coordinator.kafka;

import dev.taskdirector.coordinator.runtime.Seals;
import dev.taskdirector.wire.BlankedTokens;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.ControlMac;
import dev.taskdirector.wire.PeerStatus;
import dev.taskdirector.wire.SessionTokens;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tokens and seals under the coordinator's secret. Thread-safe. */
final class SecretSeals implements Seals {
    private final SessionTokens tokens;
    private final ControlMac macs;

    SecretSeals(String secret, Optional<String> previous) {
        byte[] present = bytes(secret);
        Optional<byte[]> before = previous.map(SecretSeals::bytes);
        this.tokens = new SessionTokens(present, before);
        this.macs = new ControlMac(present, before);
    }

    @Override
    public String tokenOf(String peer, String session, String cache) {
        return tokens.tokenFor(peer, session, cache);
    }

    @Override
    public boolean isProven(PeerStatus status) {
        return tokens.isProven(status);
    }

    @Override
    public Control seal(Control control) {
        return macs.sign(control);
    }

    @Override
    public boolean isSealed(Control control) {
        return macs.isProven(control);
    }

    @Override
    public byte[] blank(byte[] value) {
        return BlankedTokens.of(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

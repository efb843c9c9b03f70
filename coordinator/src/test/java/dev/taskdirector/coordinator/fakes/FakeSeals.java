package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.Seals;
import dev.taskdirector.wire.Control;
import dev.taskdirector.wire.PeerStatus;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tokens and seals that anyone can make: readable in a trace, and quick. */
public class FakeSeals implements Seals {
    private static final String MAC = "sealed";

    /** What {@link #blank} gives. */
    public static final String BLANKED = "blanked";

    @Override
    public String tokenOf(String peer, String session, String cache) {
        return "token of " + peer + "/" + session + "/" + cache;
    }

    @Override
    public boolean isProven(PeerStatus status) {
        return status.token()
                .filter(tokenOf(status.peer(), status.session(), status.cache())::equals)
                .isPresent();
    }

    @Override
    public Control seal(Control control) {
        return new Control(
                control.v(),
                control.cache(),
                control.kind(),
                control.settings(),
                control.command(),
                control.arguments(),
                Optional.of(MAC));
    }

    @Override
    public boolean isSealed(Control control) {
        return control.mac().filter(MAC::equals).isPresent();
    }

    @Override
    public byte[] blank(byte[] value) {
        return BLANKED.getBytes(StandardCharsets.UTF_8);
    }
}

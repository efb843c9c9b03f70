package dev.taskdirector.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final LoginConfig AS_IT_COMES = config(false);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
    void withoutALoginWhoeverIsOnThisMachineReads(String address) {
        assertThat(Access.of(AS_IT_COMES, false, address)).isEqualTo(Access.THIS_MACHINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.1.1", "no-such-name.invalid"})
    void withoutALoginNobodyReadsFromElsewhere(String address) {
        assertThat(Access.of(AS_IT_COMES, false, address)).isEqualTo(Access.NOBODY);
        assertThat(Access.NOBODY.isWithoutLogin()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    void whereThereIsALoginEverybodyNeedsIt(String address) {
        assertThat(Access.of(AS_IT_COMES, true, address)).isEqualTo(Access.AFTER_LOGIN);
    }

    @Test
    void whoSaysSoLetsEverybodyRead() {
        assertThat(Access.of(config(true), false, "0.0.0.0")).isEqualTo(Access.EVERYBODY);
        assertThat(Access.of(config(true), true, "0.0.0.0")).isEqualTo(Access.EVERYBODY);
    }

    private static LoginConfig config(boolean openToAll) {
        return new LoginConfig() {
            @Override
            public Optional<Path> usersFile() {
                return Optional.empty();
            }

            @Override
            public boolean openToAll() {
                return openToAll;
            }

            @Override
            public Optional<Set<String>> hostNames() {
                return Optional.empty();
            }
        };
    }
}

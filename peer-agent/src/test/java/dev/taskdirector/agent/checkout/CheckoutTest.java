package dev.taskdirector.agent.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.wire.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutTest {

    private static final Checkout.Given NOTHING =
            new Checkout.Given(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    @TempDir
    Path folder;

    @Test
    void aChangeOnTopOfTheBaseNamesTheCommitsBelowIt() {
        GitFixture git = new GitFixture(folder);
        String one = git.commit("one");
        String two = git.commit("two");
        git.git("remote", "add", "origin", "https://someone:secret@git.example/org/driving.git");
        git.git("checkout", "-q", "-b", "change");
        String change = git.commit("change");
        Checkout found = Checkout.detect(folder);
        assertThat(found.repositories())
                .containsExactly(new Repository("org/driving", "main", change, List.of(two, one)));
        assertThat(found.toString()).doesNotContain("secret");
        assertThat(found.describe(Optional.of("4711,3")))
                .contains("git, change 4711,3 of org/driving on main, 2 commits below");
    }

    @Test
    void atMostTwentyCommitsAreNamed() {
        GitFixture git = new GitFixture(folder);
        for (int i = 0; i < Checkout.BASE_COMMITS + 5; i++) {
            git.commit("commit " + i);
        }
        assertThat(Checkout.detect(folder).additionalPatchsets().value()).hasSize(Checkout.BASE_COMMITS);
    }

    @Test
    void outsideOfACheckoutNothingIsFound() {
        assertThat(Checkout.detect(folder).with(NOTHING).repositories()).isEmpty();
    }

    @Test
    void anEmptyRepositoryIsNoFailure() {
        new GitFixture(folder);
        assertThat(Checkout.detect(folder).repositories()).isEmpty();
    }

    @Test
    void withoutGitNothingIsFound() throws Exception {
        Path gone = folder.resolve("gone");
        assertThat(Files.exists(gone)).isFalse();
        assertThat(Checkout.detect(gone).repositories()).isEmpty();
    }

    @Test
    void whatIsGivenByHandWins() {
        GitFixture git = new GitFixture(folder);
        git.commit("one");
        Checkout checkout = Checkout.detect(folder)
                .with(new Checkout.Given(
                        Optional.of("mine"), Optional.of("next"), Optional.of("4711,3"), List.of("4710,1")));
        assertThat(checkout.repositories())
                .containsExactly(new Repository("mine", "next", "4711,3", List.of("4710,1")));
        assertThat(checkout.patchset().orElseThrow().origin()).isEqualTo("--patchset");
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:password@git.example/org/driving.git,org/driving",
        "ssh://git@git.example:29418/org/driving,org/driving",
        "git@git.example:org/driving.git,org/driving",
        "HTTPS://user:password@git.example/org/driving.git,org/driving",
        "s3://key:secret@bucket/org/driving,org/driving",
        "git+ssh://git@git.example/org/driving,org/driving",
        "gcrypt::https://user:token@git.example/org/driving,org/driving",
        "a::b::s3://key:secret@bucket/driving.git,driving",
        "gcrypt::git@git.example:org/driving.git,org/driving",
        "https://user:pass/word@git.example/org/driving.git,driving",
        "user:token@git.example:driving.git,driving",
        "1x://user:token@git.example/driving,driving",
        "/srv/git/driving.git,driving",
        "/srv/git/driving@2,driving@2",
        "../driving,driving"
    })
    void aRepositoryIsNamedByItsPathAlone(String address, String name) {
        assertThat(Checkout.nameOf(address)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::ssh -i key user@git.example %S org/driving", "https://user:token@", "user:token@:"})
    void whatNamesNoRepositoryGivesNoName(String address) {
        assertThat(Checkout.nameOf(address)).isEmpty();
    }
}

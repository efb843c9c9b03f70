package dev.taskdirector.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.store.PatchsetVerdicts.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchsetVerdictsTest {

    private static PatchsetView at(String repository, String patchset) {
        return new PatchsetView(repository, patchset);
    }

    private static Try passed(String peer, PatchsetView... patchsets) {
        return new Try(peer, true, List.of(patchsets), Optional.empty());
    }

    private static Try failed(String peer, PatchsetView... patchsets) {
        return new Try(peer, false, List.of(patchsets), Optional.empty());
    }

    @Test
    void aPatchsetThatFailsItIsToldFromOneThatPassesIt() {
        PatchsetVerdicts verdicts = PatchsetVerdicts.of(List.of(
                failed("r1", at("lib", "l1"), at("app", "a1")),
                failed("r2", at("lib", "l1"), at("app", "a1")),
                passed("r3", at("lib", "l1"), at("app", "a2"))));
        assertThat(verdicts.all())
                .containsExactly(
                        new PatchsetVerdict("app", "a1", "fails", List.of("r1", "r2")),
                        new PatchsetVerdict("app", "a2", "passes", List.of("r3")),
                        new PatchsetVerdict("lib", "l1", "both", List.of("r1", "r2", "r3")));
        assertThat(verdicts.differs("planning")).contains("planning fails with a1 of app and passes with a2");
    }

    /** Equal keys stand for equal inputs: then the patchsets are not the reason. */
    @Test
    void whereTheKeyIsTheSameTheMachineIsDoubted() {
        Try failed = new Try("r1", false, List.of(at("app", "a1")), Optional.of(7L));
        Try passed = new Try("r2", true, List.of(at("app", "a2")), Optional.of(7L));
        Try elsewhere = new Try("r2", true, List.of(at("app", "a2")), Optional.of(8L));
        assertThat(PatchsetVerdicts.of(List.of(failed, elsewhere)).differs("planning"))
                .contains("planning fails with a1 of app and passes with a2");
        assertThat(PatchsetVerdicts.of(List.of(failed, elsewhere, passed)).differs("planning"))
                .contains(
                        "planning fails with a1 of app and passes with a2; its key is the same there, so it may be the"
                                + " machine, or an input that the key leaves out");
    }

    @Test
    void whereAllFailOrOnePatchsetDoesBothNothingDiffers() {
        PatchsetVerdicts allFail =
                PatchsetVerdicts.of(List.of(failed("r1", at("app", "a1")), failed("r2", at("app", "a2"))));
        assertThat(allFail.all()).extracting(PatchsetVerdict::outcome).containsExactly("fails", "fails");
        assertThat(allFail.differs("planning")).isEmpty();
        PatchsetVerdicts flaky = PatchsetVerdicts.of(
                List.of(failed("r1", at("app", "a1")), passed("r2", at("app", "a1")), passed("r3", at("app", "a2"))));
        assertThat(flaky.all()).extracting(PatchsetVerdict::outcome).containsExactly("passes", "both");
        assertThat(flaky.differs("planning")).isEmpty();
    }

    @Test
    void withoutAFailureOrWithOneCheckoutThereIsNothingToCompare() {
        List<List<Try>> dull = List.of(
                List.of(),
                List.of(passed("r1", at("app", "a1")), passed("r2", at("app", "a2"))),
                List.of(failed("r1", at("app", "a1"), at("lib", "l1")), passed("r2", at("lib", "l1"), at("app", "a1"))),
                List.of(failed("r1"), passed("r2", at("app", "a2"))));
        for (List<Try> tries : dull) {
            assertThat(PatchsetVerdicts.of(tries).all()).isEmpty();
            assertThat(PatchsetVerdicts.of(tries).differs("planning")).isEmpty();
        }
    }

    @Test
    void manyPatchsetsAndRepositoriesAreToldInPart() {
        List<Try> tries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            tries.add(failed("f" + i, at("a", "f" + i), at("b", "f"), at("c", "f"), at("d", "f"), at("e", "f")));
            tries.add(passed("p" + i, at("a", "p" + i), at("b", "p"), at("c", "p"), at("d", "p"), at("e", "p")));
        }
        PatchsetVerdicts verdicts = PatchsetVerdicts.of(tries);
        assertThat(verdicts.all()).hasSize(100);
        assertThat(verdicts.differs("t"))
                .contains(
                        "t fails with f0, f1, f2 and 57 more of a and passes with p0, p1, p2 and 57 more; fails with f"
                                + " of b and passes with p; fails with f of c and passes with p; and so in 2 more repositories");
    }
}

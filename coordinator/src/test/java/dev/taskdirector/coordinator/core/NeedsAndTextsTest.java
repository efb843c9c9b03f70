package dev.taskdirector.coordinator.core;

import static dev.taskdirector.coordinator.core.Fleet.at;
import static dev.taskdirector.coordinator.core.Fleet.join;
import static dev.taskdirector.coordinator.core.Fleet.repository;
import static dev.taskdirector.coordinator.core.Fleet.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.coordinator.core.JoinRequest.TaskDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What joins take beside tasks and works is bounded, too: a hundred tasks may need thousands, a patchset may be long. */
class NeedsAndTextsTest {

    /** Each needs all tasks before it: 499,500 needs, and twenty such schemas have fewer than ten million. */
    private static final int TASKS = 1_000;

    private static final int NEEDS = TASKS * (TASKS - 1) / 2;
    private static final int SCHEMAS_THAT_FIT = 20;

    /** Three such texts have room, and a fourth one has not, with what stands beside it. */
    private static final String LONG = "x".repeat((int) (Extent.MOST_TEXT_BYTES / 4));

    private static final JoinRequest ONE = join(task("common", 10));

    @Test
    void whatLingersLongestMakesWayForNeedsThenJoinsAreRefused() {
        Fleet fleet = new Fleet();
        for (int i = 0; i < SCHEMAS_THAT_FIT; i++) {
            fleet.join("early-" + i, dense("early-" + i));
            fleet.leave("early-" + i);
        }
        assertThat(fleet.director.extent().needs()).isEqualTo(SCHEMAS_THAT_FIT * NEEDS);
        for (int i = 0; i < SCHEMAS_THAT_FIT; i++) {
            assertThat(fleet.join("late-" + i, dense("late-" + i))).hasSize(1).noneMatch(NeedsAndTextsTest::isRejected);
            assertThat(fleet.director.extent().needs()).isLessThanOrEqualTo(Extent.MOST_NEEDS);
        }
        assertThat(fleet.join("one-more", dense("one-more")))
                .containsExactly(
                        "one-more rejected: there is no room for tasks with 499500 more needs: those of the peers"
                                + " that are here have 9990000 of 10000000: start fewer peers with task schemas of their own, or"
                                + " let tasks need less");
        assertThat(fleet.join("same", fleet.peer("late-3").join)).noneMatch(NeedsAndTextsTest::isRejected);
        fleet.leave("late-7");
        assertThat(fleet.heartbeat("one-more")).noneMatch(NeedsAndTextsTest::isRejected);
        assertThat(Director.load(3, fleet.director.rows()).extent()).isEqualTo(fleet.director.extent());
    }

    @Test
    void joinsThatWaitHaveAsManyNeedsAsSchemasMayHaveAtMost() {
        Fleet fleet = new Fleet();
        fleet.join("a", dense("a"));
        for (int i = 0; i < SCHEMAS_THAT_FIT; i++) {
            fleet.peer("a").newSession();
            assertThat(fleet.heartbeat("a")).containsExactly("a waiting");
        }
        assertThat(fleet.director.extent().pendingNeeds()).isEqualTo(SCHEMAS_THAT_FIT * NEEDS);
        fleet.peer("a").newSession();
        assertThat(fleet.heartbeat("a"))
                .containsExactly(
                        "a rejected: there is no room for 499500 more needs: 9990000 are those of peers that started"
                                + " again and have not proven themselves yet, and there may be 10000000");
    }

    @Test
    void aJoinWhoseTextsHaveNoRoomIsRefusedInASentenceAndTakenOnceThereIs() {
        Fleet fleet = new Fleet();
        for (String peer : List.of("a", "b", "c")) {
            assertThat(fleet.join(peer, at(ONE, repository(LONG)))).noneMatch(NeedsAndTextsTest::isRejected);
        }
        long each = at(ONE, repository(LONG)).textBytes();
        assertThat(fleet.director.extent().textBytes()).isEqualTo(3 * each);
        assertThat(fleet.join("d", at(ONE, repository(LONG))))
                .containsExactly(
                        "d rejected: there is no room for " + each + " more bytes of labels and repositories: the peers"
                                + " that are here have " + 3 * each
                                + " of 268435456: start fewer peers, or name fewer patchsets"
                                + " and labels");
        assertThat(fleet.join("small", ONE)).noneMatch(NeedsAndTextsTest::isRejected);
        fleet.leave("a");
        assertThat(fleet.heartbeat("d")).noneMatch(NeedsAndTextsTest::isRejected);
    }

    @Test
    void textsOfPeersThatHaveLeftMakeWayForThoseThatAreThere() {
        Fleet fleet = new Fleet();
        for (String peer : List.of("a", "b", "c")) {
            fleet.join(peer, at(ONE, repository(LONG)));
        }
        fleet.leave("c");
        long each = at(ONE, repository(LONG)).textBytes();
        assertThat(fleet.director.extent().textBytes())
                .as("its run remembers it")
                .isEqualTo(3 * each);
        fleet.join("d", at(ONE, repository(LONG)));
        assertThat(fleet.director.extent().textBytes()).as("not for long").isEqualTo(3 * each);
        assertThat(Director.load(3, fleet.director.rows()).rows()).isEqualTo(fleet.director.rows());

        List.of("a", "b", "d").forEach(fleet::leave);
        assertThat(fleet.director.extent().textBytes()).isEqualTo(each);
        for (String peer : List.of("e", "f", "g")) {
            fleet.join(peer, at(ONE, repository("other"), repository(LONG)));
        }
        assertThat(fleet.director.extent().runs())
                .as("the one that lingered has gone")
                .isEqualTo(1);
    }

    @Test
    void aTasksNeedsAreTheTextsOfTheTasksThemselves() {
        JoinRequest request = join(task(new String("a"), 1), task("b", 1, new String("a")));
        List<TaskDefinition> tasks = request.tasks().orElseThrow();
        assertThat(tasks.get(1).needs().get(0)).isSameAs(tasks.get(0).name());
        TaskGraph graph =
                new TaskGraph(request.schema(), List.of(task(new String("a"), 1), task("b", 1, new String("a"))));
        assertThat(graph.tasks().get(1).needs().get(0)).isSameAs(graph.name(0));
    }

    @Test
    void rowsWithManyNeedsOrLongTextsWeighMore() {
        Fleet fleet = new Fleet();
        fleet.join("a", at(dense("a"), repository("x".repeat(100 * 1024))));
        fleet.leave("a");
        assertThat(weight(fleet, Row.SchemaRow.class)).isGreaterThan(NEEDS / 100);
        assertThat(weight(fleet, Row.RunRow.class)).isGreaterThanOrEqualTo(100);
    }

    private static int weight(Fleet fleet, Class<? extends Row> kind) {
        return fleet.director.rows().stream()
                .filter(kind::isInstance)
                .mapToInt(Row::weight)
                .sum();
    }

    private static boolean isRejected(String answer) {
        return answer.contains("rejected");
    }

    private static JoinRequest dense(String name) {
        List<String> before = new ArrayList<>();
        TaskDefinition[] tasks = new TaskDefinition[TASKS];
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = task(name + "-" + i, 10, before.toArray(String[]::new));
            before.add(tasks[i].name());
        }
        return join(tasks);
    }
}

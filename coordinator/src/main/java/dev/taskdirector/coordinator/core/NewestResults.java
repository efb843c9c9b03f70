package dev.taskdirector.coordinator.core;

import java.util.ArrayList;
import java.util.List;

/** The done tasks of a plan whose works ended last: so many are remembered as an assignment tells. */
final class NewestResults {

    private static final int MOST = 10;

    private final Work[] works;
    private final List<Integer> tasks = new ArrayList<>(MOST + 1);

    /** @param works of the plan, by their places in it */
    NewestResults(Work[] works) {
        this.works = works;
    }

    /** Nearly always at the end; a state that is loaded, or a clock that was set back, brings others. */
    void add(int index) {
        int place = tasks.size();
        while (place > 0 && endedBefore(index, tasks.get(place - 1))) {
            place--;
        }
        tasks.add(place, index);
        if (tasks.size() > MOST) {
            tasks.remove(0);
        }
    }

    private boolean endedBefore(int one, int other) {
        int byTime = Long.compare(works[one].endedMillis(), works[other].endedMillis());
        return byTime != 0 ? byTime < 0 : one < other;
    }

    /** Places of tasks in the plan, the one that ended last comes last. */
    List<Integer> all() {
        return List.copyOf(tasks);
    }
}

package dev.taskdirector.coordinator.core;

/** Whether peers that build nothing themselves have anything to wait for. */
final class Hope {

    private Hope() {}

    /** Whether somebody live builds or may yet build something that a plan lacks. The last find is looked at first. */
    static boolean isThereFor(Plan plan) {
        if (!plan.builders.isEmpty()) {
            return true;
        }
        for (int step = 0; step < plan.works.length; step++) {
            int index = (plan.hope + step) % plan.works.length;
            if (plan.isAlive(index) && isThereFor(plan.works[index])) {
                plan.hope = index;
                return true;
            }
        }
        return false;
    }

    private static boolean isThereFor(Work work) {
        return work.isLeased()
                || work.uses.stream()
                        .anyMatch(use ->
                                !use.plan().builders.isEmpty() && use.plan().isAlive(use.index()));
    }
}

package dev.taskdirector.coordinator.core;

/** A record of the log, as the core takes it. */
public sealed interface Event {

    /** Where and when it stands in the log. */
    Moment at();

    /** Calls the case that this is. */
    <R> R match(Cases<R> cases);

    /**
     * A peer has said something.
     *
     * @param at where and when
     * @param report what it said
     * @param proven whether the record carried the session's token
     */
    record StatusHeard(Moment at, Report report, boolean proven) implements Event {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.statusHeard(this);
        }
    }

    /** Nobody spoke, and time passed. */
    record Ticked(Moment at) implements Event {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ticked(this);
        }
    }

    /** The settings that decide are these from here on. */
    record SettingsChanged(Moment at, Settings settings) implements Event {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.settingsChanged(this);
        }
    }

    /** One method for each case. */
    interface Cases<R> {
        R statusHeard(StatusHeard event);

        R ticked(Ticked event);

        R settingsChanged(SettingsChanged event);
    }
}

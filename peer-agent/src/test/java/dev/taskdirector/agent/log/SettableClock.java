package dev.taskdirector.agent.log;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows what it was set to. */
final class SettableClock extends Clock {

    private Instant now = Instant.parse("2026-03-02T14:02:07Z");

    void set(String time) {
        now = Instant.parse("2026-03-02T" + time + "Z");
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}

package dev.taskdirector.coordinator.fakes;

import dev.taskdirector.coordinator.runtime.LogReader;
import dev.taskdirector.coordinator.runtime.LogReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;

class FakeLogTest extends LogReaderContract {
    private final FakeLog log = new FakeLog(2, new FakeCodec(), () -> 1_000);

    @Override
    protected LogReader reader() {
        return log;
    }

    @Override
    protected void append(String... values) {
        for (String value : values) {
            log.append(PARTITION, "muc9", value.getBytes(StandardCharsets.UTF_8), List.of());
        }
    }

    @Override
    protected void trim(long newStart) {
        log.trim(PARTITION, newStart);
    }

    @Override
    protected void recreate() {
        log.recreate();
    }
}

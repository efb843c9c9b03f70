package dev.taskdirector.wire;

/** Writes a {@link RunEvent}. */
final class RunEventWriter {

    private static final WireNames<RunEvent.Type> TYPES = new WireNames<>(RunEvent.Type.class);

    private RunEventWriter() {}

    static byte[] write(RunEvent event) {
        return JsonText.object(out -> out.integer("v", event.v())
                .text("id", event.id())
                .text("cache", event.cache())
                .text("time", event.time().toString())
                .text("type", TYPES.nameOf(event.type()))
                .text("run", event.run())
                .text("peer", event.peer())
                .text("task", event.task())
                .number("seconds", event.seconds())
                .text("detail", event.detail()));
    }
}

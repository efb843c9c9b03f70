package dev.taskdirector.wire;

/** Writes a {@link Control}; its kind is the field {@code control}. */
final class ControlWriter {

    private static final WireNames<Control.Kind> KINDS = new WireNames<>(Control.Kind.class);

    private ControlWriter() {}

    static byte[] write(Control control) {
        return JsonText.object(out -> out.integer("v", control.v())
                .text("control", KINDS.nameOf(control.kind()))
                .text("cache", control.cache())
                .textsIfAny("settings", control.settings())
                .text("command", control.command())
                .textsIfAny("arguments", control.arguments())
                .text("mac", control.mac()));
    }
}

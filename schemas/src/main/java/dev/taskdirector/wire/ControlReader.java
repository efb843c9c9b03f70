package dev.taskdirector.wire;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Control}. */
final class ControlReader {

    private static final WireNames<Control.Kind> KINDS = new WireNames<>(Control.Kind.class);

    private ControlReader() {}

    static Control read(byte[] json) throws IOException, ContractBreach {
        try (JsonCursor in = JsonCursor.open(json)) {
            Control control = control(in);
            in.end();
            return control;
        }
    }

    private static Control control(JsonCursor in) throws IOException, ContractBreach {
        @Nullable Integer v = null;
        @Nullable String cache = null;
        Control.@Nullable Kind kind = null;
        Map<String, String> settings = Map.of();
        Optional<String> command = Optional.empty();
        Map<String, String> arguments = Map.of();
        Optional<String> mac = Optional.empty();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "v" -> v = in.version();
                case "cache" -> cache = in.text(Limits.ID);
                case "control" -> kind = in.choice(KINDS);
                case "settings" -> settings = in.texts(Limits.WORD, Limits.SENTENCE);
                case "command" -> command = Optional.of(in.text(Limits.WORD));
                case "arguments" -> arguments = in.texts(Limits.WORD, Limits.SENTENCE);
                case "mac" -> mac = Optional.of(in.text(Limits.WORD));
                default -> in.skip();
            }
        }
        if (kind == Control.Kind.COMMAND && command.isEmpty()) {
            throw ContractBreach.malformed("the command record has no \"command\"");
        }
        return new Control(
                in.required(v, "v"),
                in.required(cache, "cache"),
                in.required(kind, "control"),
                settings,
                command,
                arguments,
                mac);
    }
}

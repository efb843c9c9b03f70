package dev.taskdirector.wire.taskschema;

import java.util.List;

/** A task schema as it was read, or what is wrong with its file. */
public sealed interface ReadSchema {

    record Ok(TaskSchema schema) implements ReadSchema {}

    /** Sentences, each with file and line, in the order of lines, at most {@value Problems#MOST}. */
    record Invalid(List<String> problems) implements ReadSchema {

        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}

package dev.taskdirector.agent.cli;

import picocli.CommandLine.Command;

/** {@code task-director schema}: what can be done with task schemas. */
@Command(
        name = "schema",
        description = "Looks at task schemas.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommandsRepeatable = false)
final class SchemaCommand implements Runnable {

    @picocli.CommandLine.Spec
    picocli.CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    @Override
    public void run() {
        picocli.CommandLine.Model.CommandSpec own = java.util.Objects.requireNonNull(spec);
        throw new picocli.CommandLine.ParameterException(own.commandLine(), "say what to do: check FILE");
    }
}

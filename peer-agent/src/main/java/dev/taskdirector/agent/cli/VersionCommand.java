package dev.taskdirector.agent.cli;

import picocli.CommandLine.Command;

/** {@code task-director version}. */
@Command(
        name = "version",
        description = "Prints the version.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class VersionCommand implements Runnable {

    private final Surroundings around;

    VersionCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public void run() {
        around.out().println("task-director " + Version.value());
    }
}

package dev.taskdirector.deploy.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskdirector.deploy.standalone.CoordinatorProcess;
import dev.taskdirector.deploy.standalone.Standalone;
import java.io.IOException;

/** Signals to coordinators that Java can't send: STOP lets them answer nobody, CONT lets them go on. */
final class Signals {

    private Signals() {}

    static void toAll(Standalone standalone, String signal) throws IOException, InterruptedException {
        for (CoordinatorProcess coordinator : standalone.coordinators()) {
            int exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(coordinator.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        }
    }
}

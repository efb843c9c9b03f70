package dev.taskdirector.coordinator;

import dev.taskdirector.coordinator.admin.AdminCommand;
import dev.taskdirector.coordinator.admin.DatabaseAddress;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Arrays;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** The program: a coordinator, or with {@code admin} as its first argument an operator's command, which starts nothing. */
@QuarkusMain
public final class CoordinatorMain {

    private CoordinatorMain() {}

    public static void main(String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("admin")) {
            Config config = ConfigProvider.getConfig();
            DatabaseAddress database = DatabaseAddress.of(name -> config.getOptionalValue(name, String.class));
            System.exit(new AdminCommand(System.out, System.err)
                    .run(Arrays.asList(arguments).subList(1, arguments.length), database));
        }
        Quarkus.run(arguments);
    }
}

package dev.taskdirector.coordinator.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskdirector.coordinator.store.SkipList;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminArgumentsTest {

    @Test
    void aRequestIsReadFromItsOptionsInAnyOrder() throws Exception {
        assertThat(of("skip --force --offset 18812 --partition 3 --reason why"))
                .isEqualTo(new AdminArguments(Optional.of(new SkipList.Request(3, 18_812, "why", true))));
        assertThat(of("skip --partition 0 --offset 0"))
                .isEqualTo(new AdminArguments(Optional.of(new SkipList.Request(0, 0, "", false))));
        assertThat(of("parked")).isEqualTo(new AdminArguments(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                   | \"\" is no command",
                "dance                                | \"dance\" is no command",
                "parked 3                             | parked takes no arguments",
                "skip                                 | skip needs --partition and --offset; \"admin parked\" and the"
                        + " coordinator's health name them",
                "skip --partition 3                   | skip needs --partition and --offset; \"admin parked\" and the"
                        + " coordinator's health name them",
                "skip --partition 3 --offset          | --offset has no value",
                "skip --partition three --offset 1    | --partition is \"three\", which is no whole number",
                "skip --partition -1 --offset 1       | --partition is -1; allowed is 0 to 2147483647",
                "skip --partition 4294967299 --offset 1 | --partition is 4294967299; allowed is 0 to 2147483647",
                "skip --partition 3 --offset 1e9      | --offset is \"1e9\", which is no whole number",
                "skip 3 18812                         | \"3\" is no option of skip"
            })
    void whatIsWrongIsSaid(String arguments, String sentence) {
        assertThatThrownBy(() -> of(arguments))
                .isInstanceOf(AdminArguments.UsageException.class)
                .hasMessage(sentence);
    }

    @Test
    void aReasonHasAnEnd() {
        assertThatThrownBy(() -> of("skip --partition 3 --offset 1 --reason " + "x".repeat(1_001)))
                .hasMessage("--reason has more than 1000 characters");
    }

    @Test
    void wrongUsageAndADatabaseThatIsAwayHaveTheirExitCodes() {
        DatabaseAddress nowhere = DatabaseAddress.of(name -> Optional.ofNullable(Map.of(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/x",
                        "quarkus.datasource.password", "geheim")
                .get(name)));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        AdminCommand command = new AdminCommand(new PrintStream(said, true), new PrintStream(said, true));

        assertThat(command.run(List.of("dance"), nowhere)).isEqualTo(2);
        assertThat(said.toString()).isEqualTo("admin: \"dance\" is no command\n" + AdminArguments.USAGE + "\n");
        said.reset();
        assertThat(command.run(List.of("parked"), nowhere)).isEqualTo(1);
        assertThat(said.toString())
                .startsWith("admin: PostgreSQL at jdbc:postgresql://127.0.0.1:1/x does not answer: ");
        assertThat(nowhere.toString()).isEqualTo("jdbc:postgresql://127.0.0.1:1/x as task_director");
    }

    private static AdminArguments of(String arguments) throws AdminArguments.UsageException {
        return AdminArguments.of(arguments.isEmpty() ? List.of() : List.of(arguments.split(" +")));
    }
}

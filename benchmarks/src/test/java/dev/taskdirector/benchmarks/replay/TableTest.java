package dev.taskdirector.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void open() {
        console = new Console(folder);
    }

    private static List<List<String>> rows(Path file, String... columns) {
        Complaints complaints = new Complaints();
        List<List<String>> rows = new ArrayList<>();
        Table.read(file, List.of(columns), complaints, row -> rows.add(row.fields()));
        assertThat(complaints.sentences()).isEmpty();
        return rows;
    }

    @Test
    void quotesHoldCommasAndQuotes() throws IOException {
        Path file = console.file("q.csv", "task,seconds", "\"f[a, \"\"b\"\"]\",1", "\"\",2", "plain \"x\",3");
        assertThat(rows(file, "task", "seconds"))
                .containsExactly(List.of("f[a, \"b\"]", "1"), List.of("", "2"), List.of("plain \"x\"", "3"));
    }

    @Test
    void columnsStandInAnyOrderWithOthersBetween() throws IOException {
        Path file = console.file("o.csv", "\uFEFFseconds , owner,task", "1,me,a", "", "2,,b");
        assertThat(rows(file, "task", "seconds")).containsExactly(List.of("a", "1"), List.of("b", "2"));
    }

    @Test
    void aColumnMayHaveTwoNamesOrBeMissing() throws IOException {
        Path file = console.file("m.csv", "name,seconds", "a,1");
        assertThat(rows(file, "task|name", "date?", "seconds")).containsExactly(List.of("a", "", "1"));
    }

    @Test
    void aPackedFileReadsLikeAPlainOneWhateverItsName() throws IOException {
        Path plain = console.file("p.csv", "task,seconds", "größe,1");
        Path packed = console.packed("p.data", "task,seconds", "größe,1");
        assertThat(rows(packed, "task", "seconds"))
                .isEqualTo(rows(plain, "task", "seconds"))
                .containsExactly(List.of("größe", "1"));
    }
}

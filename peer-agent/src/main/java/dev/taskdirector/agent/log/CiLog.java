package dev.taskdirector.agent.log;

import dev.taskdirector.agent.session.Fact;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes each fact as one line: {@code td 14:02:08 start      perception   about 6m10s}. */
public final class CiLog implements Consumer<Fact> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Clock clock;
    private final Consumer<String> lines;
    private final FactLine.Setting setting;

    /**
     * @param clock for the time of each line, in the zone of people who read it
     * @param verdict the verdict's command, as people read it
     */
    public CiLog(Clock clock, String verdict, Consumer<String> lines) {
        this(clock, new FactLine.Setting(Optional.empty(), task -> Optional.empty(), verdict), lines);
    }

    private CiLog(Clock clock, FactLine.Setting setting, Consumer<String> lines) {
        this.clock = clock;
        this.setting = setting;
        this.lines = lines;
    }

    /** The same with a link to each run, under this address. */
    public CiLog linkedTo(String dashboard) {
        String base = dashboard.endsWith("/") ? dashboard.substring(0, dashboard.length() - 1) : dashboard;
        return new CiLog(clock, new FactLine.Setting(Optional.of(base), setting.logOf(), setting.verdict()), lines);
    }

    /** The same, naming the file in which a failed task's output is. */
    public CiLog withLogs(Function<String, Path> logOf) {
        Function<String, Optional<String>> names =
                task -> Optional.of(logOf.apply(task).toString());
        return new CiLog(clock, new FactLine.Setting(setting.dashboard(), names, setting.verdict()), lines);
    }

    public void open(Opening opening) {
        opening.lines(setting.verdict()).forEach(this::write);
    }

    @Override
    public void accept(Fact fact) {
        write(FactLine.of(fact, setting));
    }

    public void close(Closing closing, Closing.Saved saved) {
        closing.lines(saved).forEach(this::write);
    }

    private void write(FactLine line) {
        lines.accept("td " + LocalTime.now(clock).format(TIME) + " " + line.render());
    }
}

package dev.taskdirector.deploy.quickstart;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A run as text: a row per peer, a block per build, {@code v} for the verdict. */
record Timeline(Outcome outcome) {

    private static final int WIDTH = 72;
    private static final int SCALE_STEPS = 4;

    String text() {
        return scale() + "\n"
                + outcome.endSeconds().keySet().stream().map(this::row).collect(Collectors.joining("\n"));
    }

    private String scale() {
        char[] cells = blank();
        for (int step = 0; step < SCALE_STEPS; step++) {
            double seconds = outcome.seconds() * step / SCALE_STEPS;
            write(cells, column(seconds), "%.1fs".formatted(seconds));
        }
        return "%-10s %s".formatted("", new String(cells)).stripTrailing();
    }

    private String row(String peer) {
        char[] cells = blank();
        Arrays.fill(cells, 0, column(outcome.endSeconds().getOrDefault(peer, 0.0)), '.');
        for (Build build : outcome.builds()) {
            if (build.peer().equals(peer)) {
                block(cells, build);
            }
        }
        Double verdict = outcome.verdictSeconds().get(peer);
        if (verdict != null) {
            int from = column(verdict);
            Arrays.fill(
                    cells, from, Math.max(from + 1, column(outcome.endSeconds().getOrDefault(peer, verdict))), 'v');
        }
        return "%-10s %s".formatted(peer, new String(cells)).stripTrailing();
    }

    private void block(char[] cells, Build build) {
        int from = column(build.startedSeconds());
        int to = Math.max(from + 2, column(build.endedSeconds()));
        Arrays.fill(cells, from, Math.min(to, WIDTH), '=');
        String name = build.task().substring(0, Math.min(build.task().length(), Math.max(0, to - from - 2)));
        write(cells, from, "[" + name);
        cells[Math.min(to, WIDTH) - 1] = ']';
    }

    /** The last column is kept free, so that what happens at the very end still has one. */
    private int column(double seconds) {
        double share = outcome.seconds() == 0 ? 0 : seconds / outcome.seconds();
        return (int) Math.max(0, Math.min(WIDTH - 1, Math.round(share * (WIDTH - 1))));
    }

    private static char[] blank() {
        char[] cells = new char[WIDTH];
        Arrays.fill(cells, ' ');
        return cells;
    }

    private static void write(char[] cells, int from, String text) {
        for (int i = 0; i < text.length() && from + i < WIDTH; i++) {
            cells[from + i] = text.charAt(i);
        }
    }
}

package dev.taskdirector.wire.taskschema;

import dev.taskdirector.wire.Sentences;
import java.util.Collection;

/**
 * Finds the name that was meant: the one of least edit distance (insertions, deletions, replacements and swaps of
 * neighbours: optimal string alignment), if that is at most a third of the name's length and at most three.
 */
final class Suggestion {

    private Suggestion() {}

    /** {@code ; did you mean "…"?}, or nothing. */
    static String of(String name, Collection<String> known) {
        int least = Math.min(3, Math.max(1, name.length() / 3)) + 1;
        String nearest = "";
        for (String candidate : known) {
            if (Math.abs(candidate.length() - name.length()) < least && name.length() < 200) {
                int distance = distance(name, candidate);
                if (distance < least) {
                    least = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean " + Sentences.quoted(nearest) + "?";
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}

package dev.taskdirector.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One input, bent: bytes changed, cut, doubled, pieces put in, lines moved and added, fields added, parts of another input taken. */
final class Mutation {
    private static final int MOST_CHANGES = 6;
    private static final int LONGEST_CUT = 40;

    private final Random random;
    private final List<byte[]> inputs;
    private final List<String> pieces;

    Mutation(Random random, List<byte[]> inputs, List<String> pieces) {
        this.random = random;
        this.inputs = inputs;
        this.pieces = pieces;
    }

    byte[] next() {
        byte[] input = any();
        for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
            input = changed(input);
        }
        return input;
    }

    private byte[] any() {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = Math.min(input.length, at + random.nextInt(LONGEST_CUT));
        return switch (random.nextInt(10)) {
            case 0 -> replaced(input, at, Math.min(at + 1, input.length), new byte[] {(byte) random.nextInt(256)});
            case 1 -> replaced(input, at, end, new byte[0]);
            case 2 -> replaced(input, end, end, Arrays.copyOfRange(input, at, end));
            case 3, 6 -> withLinesMoved(input);
            case 4 -> replaced(input, at, end, partOf(any()));
            case 5 -> replaced(input, at, end, piece());
            case 7 -> withFieldAdded(input);
            default -> replaced(input, at, at, piece());
        };
    }

    private byte[] piece() {
        return pieces.get(random.nextInt(pieces.size())).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] partOf(byte[] other) {
        int from = random.nextInt(other.length + 1);
        return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200)));
    }

    private byte[] withLinesMoved(byte[] input) {
        List<String> lines =
                new ArrayList<>(Arrays.asList(new String(input, StandardCharsets.ISO_8859_1).split("\n", -1)));
        int one = random.nextInt(lines.size());
        switch (random.nextInt(5)) {
            case 0 -> Collections.swap(lines, one, random.nextInt(lines.size()));
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(one));
            case 2, 3 -> lines.add(one, new String(piece(), StandardCharsets.ISO_8859_1).strip());
            default -> lines.remove(one);
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** At the end of an object: of a field that is given twice, the last one counts. */
    private byte[] withFieldAdded(byte[] input) {
        String piece = new String(piece(), StandardCharsets.ISO_8859_1);
        String field = piece.startsWith("\"") && piece.endsWith(",") ? piece.substring(0, piece.length() - 1) : "";
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '}') {
                ends.add(i);
            }
        }
        if (field.isEmpty() || ends.isEmpty()) {
            return input;
        }
        int end = ends.get(random.nextInt(ends.size()));
        return replaced(input, end, end, ("," + field).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
        byte[] output = new byte[input.length - (to - from) + by.length];
        System.arraycopy(input, 0, output, 0, from);
        System.arraycopy(by, 0, output, from, by.length);
        System.arraycopy(input, to, output, from + by.length, input.length - to);
        return output;
    }
}

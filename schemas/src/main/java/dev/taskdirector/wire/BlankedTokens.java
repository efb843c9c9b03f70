package dev.taskdirector.wire;

import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * A record as it may be shown to others: the values of fields named {@code token}, {@code mac} and {@code session} are
 * replaced by an empty text, every other byte stays. A session's id stands for its token until the session has one, and
 * whether it has can't be told of a record that can't be read, so it is always blanked. This must also do its best with
 * records that are not JSON, so it follows no grammar: each quote may begin a name. It reads UTF-8, as statuses are; of a
 * record in UTF-16 or UTF-32 nothing is kept.
 */
public final class BlankedTokens {

    private static final Set<String> SECRETS = Set.of("token", "mac", "session");

    /** Bytes of a name of seven characters, each written as an escape of six. */
    private static final int LONGEST_NAME = 7 * 6;

    /** Within so many bytes, what begins as JSON does in UTF-16 or UTF-32 has a NUL, and nothing in UTF-8 has. */
    private static final int WIDEST_CHARACTER = 4;

    private final byte[] in;
    private final ByteArrayOutputStream out;

    private BlankedTokens(byte[] in) {
        this.in = in;
        this.out = new ByteArrayOutputStream(in.length);
    }

    /** The same bytes without secrets. */
    public static byte[] of(byte[] value) {
        return isOfWideCharacters(value) ? new byte[0] : new BlankedTokens(value).blanked();
    }

    private static boolean isOfWideCharacters(byte[] value) {
        for (int at = 0; at < Math.min(WIDEST_CHARACTER, value.length); at++) {
            if (value[at] == 0) {
                return true;
            }
        }
        return false;
    }

    private byte[] blanked() {
        int kept = 0;
        int at = 0;
        while (at < in.length) {
            int value = in[at] == '"' ? valueOfSecretAt(at) : -1;
            if (value < 0) {
                at++;
                continue;
            }
            out.write(in, kept, value - kept);
            out.writeBytes(new byte[] {'"', '"'});
            at = endOfValue(value);
            kept = at;
        }
        out.write(in, kept, in.length - kept);
        return out.toByteArray();
    }

    /** Where the value begins if a secret's name begins here, else -1. */
    private int valueOfSecretAt(int quote) {
        int end = quote + 1;
        while (end < in.length && in[end] != '"' && end - quote <= LONGEST_NAME) {
            end++;
        }
        if (end >= in.length || in[end] != '"' || !SECRETS.contains(name(quote + 1, end))) {
            return -1;
        }
        int colon = afterSpace(end + 1);
        if (colon >= in.length || in[colon] != ':') {
            return -1;
        }
        int value = afterSpace(colon + 1);
        return value < in.length ? value : -1;
    }

    private String name(int from, int to) {
        StringBuilder name = new StringBuilder();
        for (int at = from; at < to; at++) {
            boolean escaped = in[at] == '\\' && at + 5 < to && in[at + 1] == 'u';
            name.append(escaped ? unescaped(at + 2) : (char) (in[at] & 0xff));
            at += escaped ? 5 : 0;
        }
        return name.toString();
    }

    private char unescaped(int at) {
        int code = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(in[i], 16);
            if (digit < 0) {
                return '?';
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private int afterSpace(int from) {
        int at = from;
        while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int endOfValue(int from) {
        return switch (in[from]) {
            case '"' -> endOfText(from + 1);
            case '{', '[' -> endOfNested(from);
            default -> endOfScalar(from);
        };
    }

    private int endOfText(int from) {
        int at = from;
        while (at < in.length && in[at] != '"') {
            at += in[at] == '\\' ? 2 : 1;
        }
        return Math.min(at + 1, in.length);
    }

    private int endOfNested(int from) {
        int depth = 0;
        int at = from;
        do {
            switch (in[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            at = in[at] == '"' ? endOfText(at + 1) : at + 1;
        } while (depth > 0 && at < in.length);
        return at;
    }

    private int endOfScalar(int from) {
        int at = from;
        while (at < in.length && ",}] \t\r\n".indexOf(in[at]) < 0) {
            at++;
        }
        return at;
    }
}

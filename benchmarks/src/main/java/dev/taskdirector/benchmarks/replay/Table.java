package dev.taskdirector.benchmarks.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file as RFC 4180 has it, plain or packed with gzip, in UTF-8: a header that names columns, in any order and with
 * others between them, and a record per line. A text in quotes may hold commas and doubled quotes, but no line break.
 */
final class Table {

    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char UNREADABLE = '\uFFFD';

    private final Path file;
    private final List<String> wanted;
    private final Complaints complaints;

    /** Places of the wanted columns; empty before the header. */
    private List<Integer> places = List.of();

    private int columns;
    private int line;

    private Table(Path file, List<String> wanted, Complaints complaints) {
        this.file = file;
        this.wanted = wanted;
        this.complaints = complaints;
    }

    /**
     * Reads the records that are whole; complains of the others.
     *
     * @param wanted columns that must be there; {@code a|b} is a column that has either name, {@code a?} one that may be
     *     missing, and is empty then
     */
    static void read(Path file, List<String> wanted, Complaints complaints, Consumer<Row> take) {
        new Table(file, wanted, complaints).read(take);
    }

    private void read(Consumer<Row> take) {
        // One byte is one character here, so that lines end where they end whatever the bytes mean.
        try (InputStream plain = unpacked();
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.ISO_8859_1))) {
            boolean isAny = false;
            for (String bytes = reader.readLine(); bytes != null; bytes = reader.readLine()) {
                line++;
                if (!bytes.isEmpty()) {
                    isAny = true;
                    if (!take(text(bytes), take)) {
                        return;
                    }
                }
            }
            if (!isAny) {
                complaints.add(file, "the file is empty; it should begin with the header " + header());
            }
        } catch (NoSuchFileException e) {
            complaints.add(file, "there is no such file; name one with the columns " + header());
        } catch (IOException e) {
            complaints.add(
                    file,
                    (line == 0 ? "can't be read" : "can't be read beyond line " + line) + " (" + e.getMessage()
                            + "); name a whole .csv or .csv.gz file");
        }
    }

    private InputStream unpacked() throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean isPacked = magic.length == 2 && (magic[0] & 0xff) == GZIP_MAGIC_1 && (magic[1] & 0xff) == GZIP_MAGIC_2;
        return isPacked ? new GZIPInputStream(in) : in;
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Returns whether it is worth while to go on. */
    private boolean take(String text, Consumer<Row> take) {
        String known = columns == 0 && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        if (known.indexOf(UNREADABLE) >= 0) {
            complaints.add(file, line, "the line is not in UTF-8; save the file in that encoding");
            return columns > 0;
        }
        Optional<List<String>> fields = split(known);
        if (fields.isEmpty()) {
            complaints.add(
                    file,
                    line,
                    "a quote is not closed, or something stands behind the closing one; write a quote inside of quotes"
                            + " twice, and keep a record on one line");
            return columns > 0;
        }
        if (columns == 0) {
            return takeHeader(fields.get());
        }
        if (fields.get().size() != columns) {
            complaints.add(
                    file,
                    line,
                    "has " + fields.get().size() + " fields where the header has " + columns
                            + "; write one for each column, and names with a comma in quotes");
            return true;
        }
        take.accept(new Row(
                file,
                line,
                wanted,
                places.stream()
                        .map(place -> place < 0 ? "" : fields.get().get(place))
                        .toList(),
                complaints));
        return true;
    }

    private boolean takeHeader(List<String> fields) {
        List<String> names = fields.stream().map(String::strip).toList();
        List<Integer> found = new ArrayList<>();
        boolean isWhole = true;
        for (String column : wanted) {
            int place = placeOf(column, names);
            if (place < 0 && !column.endsWith("?")) {
                complaints.add(
                        file,
                        line,
                        "the header has no column " + Row.nameOf(column) + " but " + String.join(",", names)
                                + "; it should be " + header());
                isWhole = false;
            }
            found.add(place);
        }
        places = List.copyOf(found);
        columns = names.size();
        return isWhole;
    }

    private static int placeOf(String column, List<String> names) {
        for (String name : column.replace("?", "").split("\\|")) {
            if (names.contains(name)) {
                return names.indexOf(name);
            }
        }
        return -1;
    }

    private String header() {
        return String.join(",", wanted.stream().map(Row::nameOf).toList());
    }

    /** The fields of a record; empty when its quotes are wrong. */
    private static Optional<List<String>> split(String text) {
        List<String> fields = new ArrayList<>();
        int at = 0;
        while (true) {
            StringBuilder field = new StringBuilder();
            if (at < text.length() && text.charAt(at) == '"') {
                at = quoted(text, at + 1, field);
                if (at < 0 || (at < text.length() && text.charAt(at) != ',')) {
                    return Optional.empty();
                }
            } else {
                int comma = text.indexOf(',', at);
                int end = comma < 0 ? text.length() : comma;
                field.append(text, at, end);
                at = end;
            }
            fields.add(field.toString());
            if (at >= text.length()) {
                return Optional.of(fields);
            }
            at++;
        }
    }

    /** Takes what stands in quotes; gives the place behind the closing one, or -1. */
    private static int quoted(String text, int from, StringBuilder field) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) != '"') {
                field.append(text.charAt(at));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                field.append('"');
                at++;
            } else {
                return at + 1;
            }
        }
        return -1;
    }
}

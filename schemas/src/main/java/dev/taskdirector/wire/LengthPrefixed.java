package dev.taskdirector.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes that can be read in one way only. A number is four bytes, the highest first. A text is the number of its UTF-8
 * bytes and those bytes. A list is the number of its texts and the texts. An optional text is a list of none or one. A
 * map is the number of its entries, then name and value of each in the order of the names' UTF-8 bytes.
 */
final class LengthPrefixed {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    LengthPrefixed number(int value) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
        return this;
    }

    LengthPrefixed text(String text) {
        return bytes(text.getBytes(UTF_8));
    }

    LengthPrefixed optional(Optional<String> text) {
        return list(text.map(List::of).orElse(List.of()));
    }

    LengthPrefixed list(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    /** A list in the order of its texts' UTF-8 bytes, which is that of their code points. */
    LengthPrefixed sorted(List<String> texts) {
        List<byte[]> sorted = new ArrayList<>(texts.size());
        texts.forEach(text -> sorted.add(text.getBytes(UTF_8)));
        sorted.sort(Arrays::compareUnsigned);
        number(sorted.size());
        sorted.forEach(this::bytes);
        return this;
    }

    LengthPrefixed map(Map<String, String> map) {
        List<String> names = new ArrayList<>(map.keySet());
        names.sort((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8)));
        number(names.size());
        names.forEach(name -> text(name).text(map.getOrDefault(name, "")));
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private LengthPrefixed bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
        return this;
    }
}

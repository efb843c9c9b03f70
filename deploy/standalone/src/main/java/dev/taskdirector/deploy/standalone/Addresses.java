package dev.taskdirector.deploy.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a standalone can be reached: printed for people, written as properties for programs. */
record Addresses(Map<String, String> entries) {

    static Addresses of(Standalone standalone) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("kafka", standalone.bootstrapServers());
        entries.put("postgres", standalone.database().jdbcUrl());
        int number = 1;
        for (CoordinatorProcess coordinator : standalone.coordinators()) {
            entries.put("coordinator." + number++, coordinator.address().toString());
        }
        return new Addresses(entries);
    }

    String lines() {
        return entries.entrySet().stream()
                .map(e -> "%-14s %s".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Whoever waits for the file sees all of it or nothing. */
    void write(Path file) {
        String properties = entries.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue() + "\n")
                .collect(Collectors.joining());
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.writeString(draft, properties);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the addresses to " + file, e);
        }
    }
}

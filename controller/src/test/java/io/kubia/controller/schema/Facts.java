package io.kubia.controller.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code facts.txt}: which kinds there are, and what the published models do not say of their fields.
 *
 * @param kinds their types and the versions under which they are sent
 * @param words of a type or a field, what {@link SchemaText} has behind it
 */
record Facts(Map<String, String> kinds, Map<String, List<String>> words) {
    static Facts ofResource() {
        try (var in = Facts.class.getResourceAsStream("facts.txt")) {
            if (in == null) {
                throw new IllegalStateException("facts.txt: not there (expected: beside this class)");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Facts parse(String text) {
        var kinds = new LinkedHashMap<String, String>();
        var words = new LinkedHashMap<String, List<String>>();
        for (var line : text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList()) {
            var parts = List.of(line.split(" ", -1));
            if (parts.getFirst().equals("kind")) {
                kinds.put(parts.get(1), parts.get(2));
            } else {
                words.put(parts.getFirst(), parts.subList(1, parts.size()));
            }
        }
        return new Facts(kinds, words);
    }

    List<String> of(String name) {
        return words.getOrDefault(name, List.of());
    }
}

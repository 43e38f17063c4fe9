package io.kubia.controller.revision;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The hash in a revision's name: 32 bits of FNV-1 as a decimal number, written in Kubernetes' safe alphabet, which has
 * neither vowels nor digits that look like them, so that no hash spells a word.
 *
 * <p>It looks like one of Kubernetes' and is not the same: Kubernetes hashes the text that its own types print, while this
 * hashes what the data says, in whatever order its fields stand. Nobody may compare the two; names only need to differ
 * within a set.
 */
final class RevisionHash {
    private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";
    private static final int OFFSET_BASIS = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    private int hash = OFFSET_BASIS;

    private RevisionHash() {}

    /** The hash of a revision's data; another number of collisions makes it another one. */
    static String of(JsonObject data, int collisions) {
        var hash = new RevisionHash();
        hash.add(data);
        hash.add(Integer.toString(collisions));
        return safe(Integer.toUnsignedString(hash.hash));
    }

    private static String safe(String number) {
        var text = new StringBuilder(number.length());
        for (int i = 0; i < number.length(); i++) {
            text.append(SAFE.charAt(number.charAt(i) % SAFE.length()));
        }
        return text.toString();
    }

    private void add(Json value) {
        switch (value) {
            case JsonObject object -> {
                var names = new ArrayList<>(object.names());
                Collections.sort(names);
                add("{");
                for (var name : names) {
                    add(name);
                    var field = object.get(name);
                    if (field != null) {
                        add(field);
                    }
                }
                add("}");
            }
            case JsonArray array -> {
                add("[");
                array.forEach(this::add);
                add("]");
            }
            case Json.Text(var text) -> add("\"" + text);
            case Json.Whole number -> add(number.toString());
            case Json.Decimal number -> add(number.toString());
            case Json.Bool truth -> add(truth.toString());
            case Json.Null nothing -> add(nothing.toString());
        }
    }

    private void add(String text) {
        for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
            add(character);
        }
        add((byte) 0);
    }

    private void add(byte character) {
        hash *= PRIME;
        hash ^= character & 0xff;
    }
}

package io.kubia.controller.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code schemas.txt}.
 *
 * <pre>
 * type apps.v1.StatefulSet apps/v1          a type; the version is there when it can be sent by itself
 *   spec 2 StatefulSetSpec                  a field: name, number in protobuf, type
 *   metadata 1 meta.v1.ObjectMeta           a type of another package
 *   hostPath 2.1 HostPathVolumeSource       number 1 in the message that is number 2
 *   volumes 1 []Volume merge=name required  [] is a list, map[] a map; then how it is merged (see Merging)
 *   partition 1 int32 zero                  0 is something else than nothing (see Field)
 * </pre>
 *
 * <p>Reading it finds where each type begins; the lines of a type are read when it is asked for.
 */
final class SchemaText {
    private static final String RESOURCE = "schemas.txt";
    private static final String TYPE = "\ntype ";

    private final String text;
    private final Map<String, ObjectSchema> schemas = LinkedHashMap.newLinkedHashMap(256);

    SchemaText(String text) {
        this.text = text;
        for (int at = text.indexOf(TYPE); at >= 0; at = text.indexOf(TYPE, at + 1)) {
            int start = at + TYPE.length();
            int end = text.indexOf('\n', start);
            add(text.substring(start, end), end + 1);
        }
    }

    /** The one that is part of this program. */
    static SchemaText ofResource() {
        try (var in = SchemaText.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + ": not there (expected: beside this class)");
            }
            return new SchemaText(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All types by name, in their order. */
    Map<String, ObjectSchema> schemas() {
        return schemas;
    }

    /** Some digits that are others when the text is another. */
    String digest() {
        return Integer.toHexString(text.hashCode());
    }

    private void add(String head, int start) {
        String apiVersion = "";
        boolean atomic = false;
        var words = words(head);
        for (var word : words.subList(1, words.size())) {
            if (word.equals("atomic")) {
                atomic = true;
            } else {
                apiVersion = word;
            }
        }
        var name = words.getFirst();
        schemas.put(name, new ObjectSchema(name, apiVersion, atomic, () -> fields(name, start)));
    }

    private List<Field> fields(String type, int start) {
        var fields = new ArrayList<Field>();
        int at = start;
        while (text.startsWith("  ", at)) {
            int end = text.indexOf('\n', at);
            fields.add(field(type, words(text.substring(at + 2, end))));
            at = end + 1;
        }
        return fields;
    }

    private Field field(String type, List<String> words) {
        var number = words.get(1);
        int point = number.indexOf('.');
        var merging = Merging.PLAIN;
        boolean required = false;
        boolean keepsZero = false;
        for (var word : words.subList(3, words.size())) {
            if (word.equals("required")) {
                required = true;
            } else if (word.equals("zero")) {
                keepsZero = true;
            } else {
                merging = merging.with(word);
            }
        }
        return new Field(
                words.getFirst(),
                Integer.parseInt(point < 0 ? number : number.substring(0, point)),
                point < 0 ? 0 : Integer.parseInt(number.substring(point + 1)),
                type(type, words.get(2)),
                merging,
                required,
                required || keepsZero);
    }

    private ValueType type(String user, String word) {
        if (word.startsWith("[]")) {
            return new ValueType.ListOf(type(user, word.substring(2)));
        }
        if (word.startsWith("map[]")) {
            return new ValueType.MapOf(type(user, word.substring(5)));
        }
        var scalar = scalar(word);
        if (scalar != null) {
            return scalar;
        }
        var name = word.indexOf('.') < 0 ? user.substring(0, user.lastIndexOf('.') + 1) + word : word;
        var schema = schemas.get(name);
        if (schema == null) {
            throw new IllegalStateException(
                    RESOURCE + ": " + user + " speaks of " + word + " (expected: a type of it)");
        }
        return new ValueType.ObjectOf(schema);
    }

    private static ValueType.@Nullable Scalar scalar(String word) {
        for (var scalar : ValueType.Scalar.values()) {
            if (scalar.word().equals(word)) {
                return scalar;
            }
        }
        return null;
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>(5);
        int from = 0;
        for (int space = line.indexOf(' '); space >= 0; space = line.indexOf(' ', from)) {
            words.add(line.substring(from, space));
            from = space + 1;
        }
        words.add(line.substring(from));
        return words;
    }
}

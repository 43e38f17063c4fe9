package io.kubia.controller.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** JSON as text: reads it into values and prints them. */
public final class JsonText {
    /** Deeper than anything that Kubernetes has, and far from the end of a stack. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    private JsonText() {}

    /** What was read, and the paths of the fields that stood there more than once; the last one counts. */
    public record Read(Json value, List<String> duplicates) {
        public Read {
            duplicates = List.copyOf(duplicates);
        }
    }

    /**
     * Reads one value.
     *
     * @throws JsonException it is no JSON, is nested too deep, or something follows it
     */
    public static Json parse(byte[] text) throws JsonException {
        return read(text).value();
    }

    /** Reads one value. */
    public static Json parse(String text) throws JsonException {
        return read(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)).value();
    }

    /** Reads one value, and notes which fields are there twice, as strict validation wants to know. */
    public static Read read(byte[] text) throws JsonException {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return read(parser);
        } catch (JacksonException e) {
            throw new JsonException(e.getOriginalMessage(), e);
        }
    }

    /** Reads the one value that is left in a parser, of YAML for example. */
    static Read read(JsonParser parser) throws JsonException {
        if (parser.nextToken() == null) {
            throw new JsonException("nothing (expected: a value)");
        }
        var duplicates = new ArrayList<String>();
        var value = value(parser, duplicates, "");
        if (parser.nextToken() != null) {
            throw new JsonException("something after the value (expected: its end)");
        }
        return new Read(value, duplicates);
    }

    private static Json value(JsonParser parser, List<String> duplicates, String path) throws JsonException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, duplicates, path);
            case START_ARRAY -> array(parser, duplicates, path);
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_NUMBER_INT -> whole(parser);
            case VALUE_NUMBER_FLOAT -> new Json.Decimal(parser.getDecimalValue());
            case VALUE_TRUE -> Json.Bool.TRUE;
            case VALUE_FALSE -> Json.Bool.FALSE;
            case VALUE_NULL -> Json.Null.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException(parser.currentToken() + " (expected: a value)");
        };
    }

    private static Json whole(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> new Json.Whole(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
                new Json.Decimal(new BigDecimal(parser.getBigIntegerValue()));
        };
    }

    private static Json object(JsonParser parser, List<String> duplicates, String path) throws JsonException {
        var builder = JsonObject.builder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var inner = path.isEmpty() ? name : path + "." + name;
            if (builder.has(name)) {
                duplicates.add(inner);
            }
            parser.nextToken();
            builder.put(name, value(parser, duplicates, inner));
        }
        return builder.build();
    }

    private static Json array(JsonParser parser, List<String> duplicates, String path) throws JsonException {
        var values = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser, duplicates, path + "[" + values.size() + "]"));
        }
        return values.isEmpty() ? JsonArray.EMPTY : new JsonArray(values);
    }

    /** A value as text, without any space. */
    public static String print(Json value) {
        var out = new StringWriter();
        try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(value, generator);
        }
        return out.toString();
    }

    /** A value as bytes. */
    public static byte[] bytes(Json value) {
        try (var out = new ByteArrayOutputStream()) {
            try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
                write(value, generator);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a value to a generator, of YAML for example. */
    static void write(Json value, JsonGenerator generator) {
        switch (value) {
            case JsonObject object -> {
                generator.writeStartObject();
                object.forEach((name, field) -> {
                    generator.writeName(name);
                    write(field, generator);
                });
                generator.writeEndObject();
            }
            case JsonArray array -> {
                generator.writeStartArray();
                array.forEach(element -> write(element, generator));
                generator.writeEndArray();
            }
            case Json.Text(var text) -> generator.writeString(text);
            case Json.Whole(var number) -> generator.writeNumber(number);
            case Json.Decimal(var number) -> generator.writeNumber(number);
            case Json.Bool bool -> generator.writeBoolean(bool == Json.Bool.TRUE);
            case Json.Null ignored -> generator.writeNull();
        }
    }
}

package io.kubia.controller.protobuf;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.schema.Field;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.Problem;
import io.kubia.controller.schema.ValueType;
import io.kubia.controller.schema.ValueType.ListOf;
import io.kubia.controller.schema.ValueType.MapOf;
import io.kubia.controller.schema.ValueType.ObjectOf;
import io.kubia.controller.schema.ValueType.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages into the JSON of the objects that they are, by the numbers that a schema has for their fields. */
final class MessageReader {
    /** As deep as JSON may be, and far from the end of a stack. */
    private static final int MAX_DEPTH = 100;

    /** Enough to see what is wrong; a body could name hundreds of thousands. */
    private static final int MAX_PROBLEMS = 100;

    /** The first second of the year 10000, which RFC 3339 cannot say, and the first of the year 1. */
    private static final long END_OF_TIME = 253_402_300_800L;

    private static final long BEGIN_OF_TIME = -62_135_596_800L;

    private final List<Problem> problems;
    private int depth;

    MessageReader(List<Problem> problems, int depth) {
        this.problems = problems;
        this.depth = depth;
    }

    /** Reads a message. */
    JsonObject object(ObjectSchema schema, WireReader reader, String path) throws MalformedException {
        var message = new Message();
        object(message, schema, reader, path);
        return message.json();
    }

    /** Reads a message, or one more part of it: when a field comes twice, both are parts of one message. */
    private void object(Message message, ObjectSchema schema, WireReader reader, String path)
            throws MalformedException {
        enter(reader);
        while (reader.hasMore()) {
            int tag = reader.tag();
            int number = WireReader.number(tag);
            if (schema.hasInnerFields(number) && WireReader.wireType(tag) == WireReader.BYTES) {
                var inner = reader.part();
                while (inner.hasMore()) {
                    int innerTag = inner.tag();
                    read(message, schema.field(number, WireReader.number(innerTag)), innerTag, inner, path);
                }
            } else {
                read(message, schema.field(number, 0), tag, reader, path);
            }
        }
        depth--;
    }

    private void read(Message message, @Nullable Field field, int tag, WireReader reader, String path)
            throws MalformedException {
        if (field == null) {
            tellUnknown(child(path, Integer.toString(WireReader.number(tag))));
            reader.skip(WireReader.wireType(tag));
            return;
        }
        var inner = child(path, field.name());
        switch (field.type()) {
            case ListOf(var element) -> elements(message.list(field.name()), element, tag, reader, inner);
            case MapOf(var value) -> entry(message.map(field.name()), value, bytes(tag, reader), inner);
            case ObjectOf(var schema) -> object(message.message(field.name()), schema, bytes(tag, reader), inner);
            case Scalar scalar -> message.put(field.name(), scalar(scalar, tag, reader));
        }
    }

    private void tellUnknown(String path) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(Problem.Kind.UNKNOWN_FIELD, path, "unknown protobuf field \"" + path + "\""));
        }
    }

    private void elements(List<Json> list, ValueType element, int tag, WireReader reader, String path)
            throws MalformedException {
        if (isNumber(element) && WireReader.wireType(tag) == WireReader.BYTES) {
            var packed = reader.part();
            while (packed.hasMore()) {
                list.add(value(element, WireReader.VARINT, packed, path));
            }
        } else {
            list.add(value(element, tag, reader, path + "[" + list.size() + "]"));
        }
    }

    private void entry(Map<String, Json> map, ValueType type, WireReader reader, String path)
            throws MalformedException {
        var key = "";
        Json value = Json.Null.NULL;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (WireReader.number(tag)) {
                case 1 -> key = bytes(tag, reader).restAsText();
                case 2 -> value = value(type, tag, reader, path);
                default -> reader.skip(WireReader.wireType(tag));
            }
        }
        map.put(key, value);
    }

    private Json value(ValueType type, int tag, WireReader reader, String path) throws MalformedException {
        return switch (type) {
            case ObjectOf(var schema) -> object(schema, bytes(tag, reader), path);
            case Scalar scalar -> scalar(scalar, tag, reader);
            case ListOf(var element) -> wrapped(element, bytes(tag, reader), path);
            case MapOf ignored -> throw reader.malformed(path + ": a map in a list or a map (expected: none)");
        };
    }

    /** A list where protobuf can have none stands in a message of its own, as field 1. */
    private Json wrapped(ValueType element, WireReader reader, String path) throws MalformedException {
        enter(reader);
        var list = new ArrayList<Json>();
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (WireReader.number(tag) == 1) {
                elements(list, element, tag, reader, path);
            } else {
                reader.skip(WireReader.wireType(tag));
            }
        }
        depth--;
        return new JsonArray(list);
    }

    private Json scalar(Scalar scalar, int tag, WireReader reader) throws MalformedException {
        return switch (scalar) {
            case STRING -> Json.of(bytes(tag, reader).restAsText());
            case BYTES ->
                Json.of(Base64.getEncoder().encodeToString(bytes(tag, reader).rest()));
            case BOOL -> Json.of(varint(tag, reader) != 0);
            case INT32 -> Json.of(int32(tag, reader));
            case INT64 -> Json.of(varint(tag, reader));
            case DOUBLE -> decimal(tag, reader);
            case QUANTITY -> quantity(bytes(tag, reader));
            case INT_OR_STRING -> intOrString(bytes(tag, reader));
            case TIME -> time(bytes(tag, reader), false);
            case MICRO_TIME -> time(bytes(tag, reader), true);
            case RAW, FIELDS -> raw(bytes(tag, reader));
        };
    }

    private static Json decimal(int tag, WireReader reader) throws MalformedException {
        expect(WireReader.FIXED64, tag, reader);
        double value = Double.longBitsToDouble(reader.fixed64());
        if (!Double.isFinite(value)) {
            throw reader.malformed(value + " (expected: a finite number)");
        }
        return new Json.Decimal(BigDecimal.valueOf(value));
    }

    private static Json quantity(WireReader reader) throws MalformedException {
        var text = "0";
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (WireReader.number(tag) == 1) {
                text = bytes(tag, reader).restAsText();
            } else {
                reader.skip(WireReader.wireType(tag));
            }
        }
        return Json.of(text);
    }

    private static Json intOrString(WireReader reader) throws MalformedException {
        long type = 0;
        long number = 0;
        var text = "";
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (WireReader.number(tag)) {
                case 1 -> type = varint(tag, reader);
                case 2 -> number = int32(tag, reader);
                case 3 -> text = bytes(tag, reader).restAsText();
                default -> reader.skip(WireReader.wireType(tag));
            }
        }
        return type == 0 ? Json.of(number) : Json.of(text);
    }

    /** Null, when both of its numbers are zero: that is how Kubernetes says that there is no time. */
    private static Json time(WireReader reader, boolean micros) throws MalformedException {
        long seconds = 0;
        long nanos = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (WireReader.number(tag)) {
                case 1 -> seconds = varint(tag, reader);
                case 2 -> nanos = varint(tag, reader);
                default -> reader.skip(WireReader.wireType(tag));
            }
        }
        if (seconds == 0 && nanos == 0) {
            return Json.Null.NULL;
        }
        if (seconds < BEGIN_OF_TIME || seconds >= END_OF_TIME || nanos < 0 || nanos > 999_999_999) {
            throw reader.malformed("a time of " + seconds + " seconds and " + nanos
                    + " nanoseconds (expected: one in the years 1 to 9999)");
        }
        var time = Instant.ofEpochSecond(seconds, nanos);
        return Json.of(micros ? Timestamps.printMicros(time) : Timestamps.print(time));
    }

    private Json raw(WireReader reader) throws MalformedException {
        enter(reader);
        Json value = Json.Null.NULL;
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (WireReader.number(tag) == 1) {
                value = embedded(bytes(tag, reader));
            } else {
                reader.skip(WireReader.wireType(tag));
            }
        }
        depth--;
        return value;
    }

    /** JSON in a message, or an object in an envelope of its own. */
    private Json embedded(WireReader reader) throws MalformedException {
        var bytes = reader.rest();
        if (bytes.length == 0) {
            return Json.Null.NULL;
        }
        if (ProtobufBody.isOne(bytes)) {
            var decoded = ProtobufBody.decode(bytes, depth);
            problems.addAll(decoded.problems());
            return decoded.object();
        }
        try {
            return JsonText.parse(bytes);
        } catch (JsonException e) {
            throw reader.malformed("raw bytes that are no JSON: " + e.getMessage());
        }
    }

    private void enter(WireReader reader) throws MalformedException {
        if (++depth > MAX_DEPTH) {
            throw reader.malformed("messages in messages (expected: at most " + MAX_DEPTH + " deep)");
        }
    }

    private static WireReader bytes(int tag, WireReader reader) throws MalformedException {
        expect(WireReader.BYTES, tag, reader);
        return reader.part();
    }

    private static long varint(int tag, WireReader reader) throws MalformedException {
        expect(WireReader.VARINT, tag, reader);
        return reader.varint();
    }

    /** Negative ones have ten bytes, as if they were of 64 bits. */
    private static int int32(int tag, WireReader reader) throws MalformedException {
        return (int) varint(tag, reader);
    }

    private static void expect(int wireType, int tag, WireReader reader) throws MalformedException {
        if (WireReader.wireType(tag) != wireType) {
            throw reader.malformed("field " + WireReader.number(tag) + " has wire type " + WireReader.wireType(tag)
                    + " (expected: " + wireType + ")");
        }
    }

    private static boolean isNumber(ValueType type) {
        return type == Scalar.INT32 || type == Scalar.INT64 || type == Scalar.BOOL;
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The fields of an object while they are read: lists, maps and messages come in parts, which may be far apart. */
    private static final class Message {
        private final Map<String, Json> fields = new LinkedHashMap<>();
        private final Map<String, List<Json>> lists = new LinkedHashMap<>();
        private final Map<String, Map<String, Json>> maps = new LinkedHashMap<>();
        private final Map<String, Message> messages = new LinkedHashMap<>();

        void put(String name, Json value) {
            fields.put(name, value);
        }

        List<Json> list(String name) {
            return lists.computeIfAbsent(placed(name), ignored -> new ArrayList<>());
        }

        Map<String, Json> map(String name) {
            return maps.computeIfAbsent(placed(name), ignored -> new LinkedHashMap<>());
        }

        Message message(String name) {
            return messages.computeIfAbsent(placed(name), ignored -> new Message());
        }

        JsonObject json() {
            lists.forEach((name, list) -> fields.put(name, new JsonArray(list)));
            maps.forEach((name, map) -> fields.put(name, JsonObject.of(map)));
            messages.forEach((name, message) -> fields.put(name, message.json()));
            return JsonObject.of(fields);
        }

        /** Gives a field its place among the others before all of it is read. */
        private String placed(String name) {
            fields.putIfAbsent(name, Json.Null.NULL);
            return name;
        }
    }
}

package io.kubia.controller.protobuf;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.schema.ObjectSchema;
import io.kubia.controller.schema.Problem;
import io.kubia.controller.schema.Schemas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The body of a request in Kubernetes' protobuf: four bytes, then an envelope that says of which kind the object in it is. */
public final class ProtobufBody {
    /** The Content-Type of such bodies. */
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private ProtobufBody() {}

    /**
     * What was read.
     *
     * @param object as it would have been sent in JSON
     * @param problems the fields whose numbers nobody knows, where that they are dropped is to be told
     */
    public record Decoded(JsonObject object, List<Problem> problems) {
        public Decoded {
            problems = List.copyOf(problems);
        }
    }

    /** Whether a body begins as these do, whatever its Content-Type says. */
    public static boolean isOne(byte[] body) {
        return body.length >= MAGIC.length && Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /**
     * Reads a body.
     *
     * @throws ApiException 400: it is damaged, or holds a kind that has no schema
     */
    public static Decoded decode(byte[] body) {
        try {
            return decode(body, 0);
        } catch (MalformedException e) {
            throw new ApiException(Status.badRequest("the protobuf body cannot be read: " + e.getMessage()));
        }
    }

    /**
     * Reads a body that may stand inside of another one.
     *
     * @param depth in how many messages it does
     */
    static Decoded decode(byte[] body, int depth) throws MalformedException {
        if (!isOne(body)) {
            throw new MalformedException("at byte 0: something else (expected: 6b 38 73 00)");
        }
        var envelope = envelope(new WireReader(Arrays.copyOfRange(body, MAGIC.length, body.length)));
        var schema = Schemas.instance()
                .ofKind(envelope.apiVersion, envelope.kind)
                .orElseThrow(() -> new ApiException(Status.badRequest("no kind \"" + envelope.kind
                        + "\" is registered for version \"" + envelope.apiVersion + "\"")));
        return object(envelope, schema, depth);
    }

    private static Decoded object(Envelope envelope, ObjectSchema schema, int depth) throws MalformedException {
        var problems = new ArrayList<Problem>();
        var fields = new MessageReader(problems, depth).object(schema, new WireReader(envelope.raw), "");
        var object = JsonObject.builder().put("apiVersion", envelope.apiVersion).put("kind", envelope.kind);
        Schemas.prune(schema, fields).forEach(object::put);
        return new Decoded(object.build(), problems);
    }

    private static Envelope envelope(WireReader reader) throws MalformedException {
        var envelope = new Envelope("", "", new byte[0]);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (WireReader.wireType(tag) != WireReader.BYTES) {
                reader.skip(WireReader.wireType(tag));
                continue;
            }
            var part = reader.part();
            envelope = switch (WireReader.number(tag)) {
                case 1 -> typed(part, envelope.raw);
                case 2 -> new Envelope(envelope.apiVersion, envelope.kind, part.rest());
                case 3 -> expectEmpty(part, "contentEncoding", envelope);
                case 4 -> expectEmpty(part, "contentType", envelope);
                default -> envelope;
            };
        }
        return envelope;
    }

    private static Envelope typed(WireReader reader, byte[] raw) throws MalformedException {
        var apiVersion = "";
        var kind = "";
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case 1 << 3 | WireReader.BYTES -> apiVersion = reader.part().restAsText();
                case 2 << 3 | WireReader.BYTES -> kind = reader.part().restAsText();
                default -> reader.skip(WireReader.wireType(tag));
            }
        }
        return new Envelope(apiVersion, kind, raw);
    }

    private static Envelope expectEmpty(WireReader reader, String name, Envelope envelope) throws MalformedException {
        var text = reader.restAsText();
        if (!text.isEmpty()) {
            throw reader.malformed(name + ": '" + text + "' (expected: none)");
        }
        return envelope;
    }

    /** {@code runtime.Unknown}. */
    @SuppressWarnings("ArrayRecordComponent") // seen by nobody, compared with nothing
    private record Envelope(String apiVersion, String kind, byte[] raw) {}
}

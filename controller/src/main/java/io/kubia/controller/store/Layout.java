package io.kubia.controller.store;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How objects stand in the database. Numbers are big-endian, texts UTF-8.
 *
 * <table>
 * <caption>keys and values</caption>
 * <tr><th>key</th><th>value</th></tr>
 * <tr><td>{@code head}</td><td>one byte, the format of all of this (1); the version of the newest write; the version up to
 * which versions may have been handed out (see {@link Head}); the number of objects: a byte and three longs</td></tr>
 * <tr><td>{@code o} GROUP {@code /} PLURAL {@code 0x00} NAMESPACE {@code 0x00} NAME</td><td>the object's version, a long;
 * its JSON, in which {@code resourceVersion} is "0"</td></tr>
 * </table>
 *
 * <p>GROUP is empty for the core group and NAMESPACE for kinds that have none. A kind's API version is not in the key: it
 * may become another one.
 */
final class Layout {
    static final byte[] HEAD = "head".getBytes(StandardCharsets.US_ASCII);
    /** Where the keys of objects begin. */
    static final byte[] FIRST_OBJECT = {'o'};

    private static final byte FORMAT = 1;
    private static final int HEAD_LENGTH = 1 + 3 * Long.BYTES;
    private static final Map<String, ResourceType> TYPES = types();

    private Layout() {}

    /**
     * What is written with every group.
     *
     * @param version of the newest write
     * @param reserved no version above it has been handed out. Writes that nobody has to wait for the disk for may be lost
     *     when the power fails, but not their versions: after a restart the next one is above this
     * @param objects how many there are
     */
    record Head(long version, long reserved, long objects) {
        static final Head NONE = new Head(0, 0, 0);
    }

    /** A record that is not what this class writes. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    static byte[] encode(Head head) {
        return ByteBuffer.allocate(HEAD_LENGTH)
                .put(FORMAT)
                .putLong(head.version)
                .putLong(head.reserved)
                .putLong(head.objects)
                .array();
    }

    static Head decodeHead(byte[] bytes) throws UnreadableException {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length == 0 || in.get() != FORMAT) {
            throw new UnreadableException("format: " + (bytes.length == 0 ? "none" : Byte.toString(bytes[0]))
                    + " (expected: " + FORMAT + "; was it written by a newer kubia?)");
        }
        if (bytes.length != HEAD_LENGTH) {
            throw new UnreadableException("head: " + bytes.length + " bytes (expected: " + HEAD_LENGTH + ")");
        }
        return new Head(in.getLong(), in.getLong(), in.getLong());
    }

    static byte[] key(ObjectKey key) {
        return ("o" + kind(key.type()) + '\0' + key.namespace() + '\0' + key.name()).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] value(long version, byte[] json) {
        return ByteBuffer.allocate(Long.BYTES + json.length)
                .putLong(version)
                .put(json)
                .array();
    }

    static int jsonLength(byte[] value) {
        return value.length - Long.BYTES;
    }

    static KubeObject decode(byte[] key, byte[] value) throws UnreadableException {
        var words = new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
        var kind = words.substring(0, Math.max(0, words.indexOf('\0')));
        var type = TYPES.get(kind);
        if (type == null || value.length < Long.BYTES) {
            throw new UnreadableException(
                    "kind: '" + kind + "' (expected: one that this kubia knows; was it written by a" + " newer one?)");
        }
        try {
            if (JsonText.parse(Arrays.copyOfRange(value, Long.BYTES, value.length)) instanceof JsonObject json) {
                var object = KubeObject.of(type, json)
                        .withResourceVersion(ByteBuffer.wrap(value).getLong());
                if (!Arrays.equals(key, key(object.key()))) {
                    throw new UnreadableException("the object at " + words.replace('\0', ' ') + " is " + object.key());
                }
                return object;
            }
            throw new UnreadableException(words.replace('\0', ' ') + ": no object");
        } catch (JsonException | IllegalArgumentException e) {
            throw new UnreadableException(words.replace('\0', ' ') + ": " + e.getMessage());
        }
    }

    /** Whether objects of a kind can be stored. */
    static boolean knows(ResourceType type) {
        return type.equals(TYPES.get(kind(type)));
    }

    private static String kind(ResourceType type) {
        return type.group() + "/" + type.plural();
    }

    private static Map<String, ResourceType> types() {
        var types = new HashMap<String, ResourceType>();
        for (var type : ResourceTypes.ALL) {
            types.put(kind(type), type);
        }
        return types;
    }
}

package io.kubia.node.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The form in which a {@link Version} stands in the database, under the one key that is read at start. */
final class HeadRecord {
    private static final int FORMAT = 1;
    private static final int NOTHING = 0;
    private static final int INLINE = 1;
    private static final int CHUNKED = 2;

    private HeadRecord() {}

    static byte[] encode(Version version) {
        var bytes =
                new ByteArrayOutputStream(128 + (version.content() instanceof Body.Inline(var body) ? body.length : 0));
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(version.volume());
            out.writeLong(version.sequence());
            out.writeLong(version.time().toEpochMilli());
            out.writeBoolean(version.text());
            writeOptional(out, version.contentType());
            switch (version.content()) {
                case Body.Nothing _ -> out.writeByte(NOTHING);
                case Body.Inline(var body) -> {
                    out.writeByte(INLINE);
                    out.writeInt(body.length);
                    out.write(body);
                }
                case Body.Chunked chunked -> {
                    out.writeByte(CHUNKED);
                    out.writeLong(chunked.upload());
                    out.writeInt(chunked.chunks());
                    out.writeLong(chunked.length());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a record.
     *
     * @param unused what chunked content tells when nobody uses it any longer
     * @throws IOException the bytes are no such record
     */
    static Version decode(byte[] bytes, Consumer<Body.Chunked> unused) throws IOException {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IOException("format: %d (expected: %d; written by a newer kubia?)".formatted(format, FORMAT));
            }
            long volume = in.readLong();
            long sequence = in.readLong();
            var time = Instant.ofEpochMilli(in.readLong());
            boolean text = in.readBoolean();
            var contentType = readOptional(in);
            int kind = in.readUnsignedByte();
            var content = switch (kind) {
                case NOTHING -> Body.Nothing.INSTANCE;
                case INLINE -> new Body.Inline(in.readNBytes(in.readInt()));
                case CHUNKED -> new Body.Chunked(in.readLong(), in.readInt(), in.readLong(), unused);
                default -> throw new IOException("content: %d (expected: 0, 1 or 2)".formatted(kind));
            };
            return new Version(volume, sequence, time, contentType, text, content);
        }
    }

    private static void writeOptional(DataOutputStream out, @Nullable String value) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeUTF(value);
        }
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }
}

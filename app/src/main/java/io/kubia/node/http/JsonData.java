package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes bytes that come in pieces as the inside of one JSON string. */
sealed interface JsonData {
    /** Writes what can be written of {@code bytes} now. */
    void add(ByteBuffer bytes, ByteBuf out);

    /** Writes what was kept back, as no more will come. */
    void end(ByteBuf out);

    /** As text. Bytes that are no UTF-8 after all become replacement characters, so that the JSON stays JSON. */
    final class Text implements JsonData {
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private final StringBuilder escaped = new StringBuilder();
        private byte[] kept = {};

        @Override
        public void add(ByteBuffer bytes, ByteBuf out) {
            decode(bytes, false, out);
        }

        @Override
        public void end(ByteBuf out) {
            decode(ByteBuffer.allocate(0), true, out);
        }

        private void decode(ByteBuffer bytes, boolean end, ByteBuf out) {
            var input = ByteBuffer.allocate(kept.length + bytes.remaining())
                    .put(kept)
                    .put(bytes)
                    .flip();
            var chars = CharBuffer.allocate(input.remaining() + 1);
            decoder.decode(input, chars, end);
            // A character may have been cut by the end of the piece: its first bytes wait for the next.
            kept = Arrays.copyOfRange(input.array(), input.position(), input.limit());
            escaped.setLength(0);
            Json.escape(chars.flip(), escaped);
            ByteBufUtil.writeUtf8(out, escaped);
        }
    }

    /** As base64, which takes three bytes at a time. */
    final class Base64Text implements JsonData {
        private byte[] kept = {};

        @Override
        public void add(ByteBuffer bytes, ByteBuf out) {
            var all = ByteBuffer.allocate(kept.length + bytes.remaining())
                    .put(kept)
                    .put(bytes)
                    .array();
            int whole = all.length - all.length % 3;
            out.writeBytes(Base64.getEncoder().encode(Arrays.copyOf(all, whole)));
            kept = Arrays.copyOfRange(all, whole, all.length);
        }

        @Override
        public void end(ByteBuf out) {
            out.writeBytes(Base64.getEncoder().encode(kept));
        }
    }
}

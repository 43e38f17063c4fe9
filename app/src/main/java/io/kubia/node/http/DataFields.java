package io.kubia.node.http;

import io.kubia.node.store.Body;
import io.kubia.node.store.Version;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The header fields that go with one version of the data, written once for all who ask for it.
 *
 * <p>Whoever may POST chooses bytes and content type, and browsers may come to look: so nothing is sniffed, and what
 * comes as HTML runs no script.
 */
final class DataFields implements Consumer<ResponseHead> {
    private final Version version;
    private final byte[] lines;

    private DataFields(Version version, byte[] lines) {
        this.version = version;
        this.lines = lines;
    }

    static DataFields of(Version version) {
        var lines = new StringBuilder(256);
        boolean nothing = version.content() instanceof Body.Nothing;
        var contentType = version.contentType() == null ? "application/octet-stream" : version.contentType();
        line(lines, "Content-Type", nothing ? "text/plain; charset=utf-8" : contentType);
        addIdentity(lines, version);
        if (version.sequence() > 0) {
            line(lines, "Kubia-Time", version.time().toString());
        }
        line(lines, "Kubia-Data", nothing ? "none" : version.text() ? "text" : "binary");
        line(lines, "X-Content-Type-Options", "nosniff");
        line(lines, "Content-Security-Policy", "sandbox");
        return new DataFields(version, bytes(lines));
    }

    /** The fields that name a version: what a conditional request needs, and nothing else. */
    static byte[] identity(Version version) {
        var lines = new StringBuilder(80);
        addIdentity(lines, version);
        return bytes(lines);
    }

    boolean isOf(Version other) {
        return version.sequence() == other.sequence();
    }

    @Override
    public void accept(ResponseHead head) {
        head.fields(lines);
    }

    private static void addIdentity(StringBuilder lines, Version version) {
        line(lines, "ETag", version.etag());
        line(lines, "Kubia-Sequence", Long.toString(version.sequence()));
    }

    private static void line(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }

    /** The decoder made a character of each byte of a header: so each becomes that byte again. */
    private static byte[] bytes(StringBuilder lines) {
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

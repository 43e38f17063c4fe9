package io.kubia.node.store;

import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One state of this volume's data. Immutable; each write makes the next one.
 *
 * @param volume drawn once when the volume is first used, so that two volumes never share an {@link #etag()}
 * @param sequence grows by at least one with each write and each delete, and never repeats for this volume
 * @param time when it was written; the epoch for a volume that was never written
 * @param contentType what the client said the data is
 * @param text whether the data is valid UTF-8
 * @param content the data itself
 */
public record Version(
        long volume, long sequence, Instant time, @Nullable String contentType, boolean text, Body content) {

    /** The first state of a new volume. */
    static Version initial(long volume) {
        return new Version(volume, 0, Instant.EPOCH, null, false, Body.Nothing.INSTANCE);
    }

    /** The name of this state, as an HTTP entity tag. */
    public String etag() {
        return "\"" + HexFormat.of().toHexDigits(volume) + "-" + sequence + "\"";
    }

    /** How many bytes the data has. */
    public long length() {
        return content.length();
    }
}

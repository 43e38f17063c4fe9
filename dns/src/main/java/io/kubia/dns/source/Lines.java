package io.kubia.dns.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, each bounded in length. */
final class Lines {
    private static final int BUFFER = 16 << 10;

    private final InputStream in;
    private final int max;

    Lines(InputStream in, int max) {
        this.in = new BufferedInputStream(in, BUFFER);
        this.max = max;
    }

    /** The next line without its end; null when there are no more. What has no end is no line. */
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return line.toByteArray();
            }
            if (line.size() == max) {
                throw new IOException("line: more than " + max + " bytes");
            }
            line.write(b);
        }
        return null;
    }
}

package io.kubia.node.peers;

import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class in which a Netty buffer was garbage collected without having been released.
 *
 * <p>The detector's reports are read from standard error, where they are logged: its listeners can only be set before
 * the first buffer is made, which another test class of the same process may have done.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final boolean isQuiet;
    private PrintStream before = System.err;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    LeakCheck() {
        this(false);
    }

    /** Quiet for leaks that are made on purpose: they would alarm whoever reads the log. */
    LeakCheck(boolean isQuiet) {
        this.isQuiet = isQuiet;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        var reports = stop();
        if (reports.contains("LEAK:")) {
            throw new AssertionError(reports);
        }
    }

    void start() {
        before = System.err;
        System.setErr(new PrintStream(isQuiet ? copy : new Both(before, copy), true, StandardCharsets.UTF_8));
    }

    /** What was written to standard error. */
    String stop() throws InterruptedException {
        collectGarbage();
        // The detector looks at what was collected whenever it is about to watch another buffer.
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(64).release();
        }
        System.setErr(before);
        return copy.toString(StandardCharsets.UTF_8);
    }

    /** Until something that has been thrown away just now is gone, and its reference is in its queue. */
    private static void collectGarbage() throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            var queue = new ReferenceQueue<Object>();
            var canary = new WeakReference<>(new Object(), queue);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            do {
                System.gc();
            } while (queue.remove(100) == null && System.nanoTime() - deadline < 0);
            if (canary.get() != null) {
                throw new AssertionError("canary: alive (expected: collected within " + PATIENCE + ")");
            }
        }
    }

    private static final class Both extends OutputStream {
        private final OutputStream first;
        private final OutputStream second;

        Both(OutputStream first, OutputStream second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public void write(int b) throws IOException {
            first.write(b);
            second.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            first.write(bytes, offset, length);
            second.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            first.flush();
        }
    }
}

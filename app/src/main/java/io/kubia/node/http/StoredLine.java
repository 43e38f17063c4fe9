package io.kubia.node.http;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Prints the line that the node has always printed for stored data, once for each write, on standard output.
 *
 * <p>Implementation note: all lines are the same, so what waits to be printed is a number. A thread of its own prints
 * it: who stores data never waits for whoever reads our output, and a reader that stalls costs eight bytes.
 */
public final class StoredLine implements AutoCloseable {
    private static final byte[] LINE = "New data has been received and stored.\n".getBytes(StandardCharsets.US_ASCII);
    private static final int AT_ONCE = 200;
    /** What is stored within this time is printed together. */
    private static final long TOGETHER_NANOS = 1_000_000;

    private final PrintStream out;
    private final AtomicLong waiting = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** Prints to {@code out} once started. */
    public StoredLine(PrintStream out) {
        this.out = out;
        thread = Thread.ofPlatform().name("stored-line").daemon().unstarted(this::print);
    }

    /** Begins to print. */
    public void start() {
        thread.start();
    }

    /** One more write was stored. */
    void stored() {
        if (waiting.getAndIncrement() == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** Prints what waits; a reader that stalls is given a moment and no more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        var lines = new byte[LINE.length * AT_ONCE];
        for (int i = 0; i < AT_ONCE; i++) {
            System.arraycopy(LINE, 0, lines, i * LINE.length, LINE.length);
        }
        while (true) {
            long count = waiting.get();
            if (count > 0) {
                int printed = (int) Math.min(count, AT_ONCE);
                out.write(lines, 0, printed * LINE.length);
                out.flush();
                waiting.addAndGet(-printed);
            } else if (closed) {
                return;
            } else {
                LockSupport.park(this);
                LockSupport.parkNanos(this, TOGETHER_NANOS);
            }
        }
    }
}

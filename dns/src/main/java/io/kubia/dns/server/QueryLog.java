package io.kubia.dns.server;

import io.kubia.dns.model.Address;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * Prints a line for each request, for people: who asked by what for which name, what they were told, and how long it
 * took.
 *
 * <p>Implementation note. Event loops put lines into a bounded queue and a thread of its own prints them, so that nobody
 * waits for whoever reads our output. What does not fit is left out, and the next line says how much that was.
 */
public final class QueryLog implements AutoCloseable {
    private static final int MAX_WAITING = 10_000;
    private static final String END = "";
    private static final int BADVERS = 16;

    private final PrintStream out;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread thread;

    /** Prints to {@code out} once started. */
    public QueryLog(PrintStream out) {
        this.out = out;
        thread = Thread.ofPlatform().name("query-log").daemon().unstarted(this::print);
    }

    /** Begins to print. */
    public void start() {
        thread.start();
    }

    void write(Via via, InetSocketAddress client, int type, String name, int rcode, long bytes, long nanos) {
        var address = Address.of(client.getAddress());
        var line = String.format(
                Locale.ROOT,
                address.isV6() ? "[%s]:%d %s %s %s: %s, %d bytes, %.3f ms" : "%s:%d %s %s %s: %s, %d bytes, %.3f ms",
                address,
                client.getPort(),
                via.label(),
                type == 0 ? "-" : Type.string(type),
                name.isEmpty() ? "-" : name,
                rcode == BADVERS ? "BADVERS" : Rcode.string(rcode),
                bytes,
                nanos / 1e6);
        if (!lines.offer(line)) {
            leftOut.incrementAndGet();
        }
    }

    /** Prints what waits; a reader that stalls is given a moment and no more. */
    @Override
    public void close() {
        try {
            if (lines.offer(END, 100, TimeUnit.MILLISECONDS)) {
                thread.join(100);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        try {
            for (var line = lines.take(); !line.equals(END); line = lines.take()) {
                long missing = leftOut.getAndSet(0);
                if (missing > 0) {
                    out.println(String.format(Locale.ROOT, "(%d requests left out)", missing));
                }
                out.println(line);
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
            out.flush();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

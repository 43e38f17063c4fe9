package io.kubia.dns.server;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, in the order in which they were last of use: a request had come whole, or an answer
 * was taken. The first one is closed when there are too many, and when it was of no use for too long. So neither
 * connections that say nothing, nor requests that come byte by byte, nor answers that nobody takes can keep others out.
 */
final class Connections {
    private static final int LOOKS_PER_TIMEOUT = 10;

    private final EventLoop loop;
    private final int max;
    private final long idleNanos;
    private final LinkedHashSet<Connection> byUse = new LinkedHashSet<>();
    private @Nullable Future<?> looks;

    Connections(EventLoop loop, int max, Duration idleTimeout) {
        this.loop = loop;
        this.max = max;
        this.idleNanos = idleTimeout.toNanos();
    }

    /** One of them. It is told when it was of use, and says so when it is asked. */
    interface Connection {
        void active(long now);

        long activeAt();

        void close();
    }

    /** Begins to look for those that are of no use. */
    void start() {
        long nanos = Math.max(TimeUnit.MILLISECONDS.toNanos(1), idleNanos / LOOKS_PER_TIMEOUT);
        looks = loop.scheduleWithFixedDelay(this::closeIdle, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** Closes all of them. Called by the loop, like everything else here. */
    void stop() {
        if (looks != null) {
            looks.cancel(false);
        }
        while (!byUse.isEmpty()) {
            closeFirst();
        }
    }

    int size() {
        return byUse.size();
    }

    void add(Connection connection) {
        connection.active(System.nanoTime());
        byUse.add(connection);
        if (byUse.size() > max) {
            closeFirst();
        }
    }

    void remove(Connection connection) {
        byUse.remove(connection);
    }

    void active(Connection connection) {
        // What is closed already does not come back.
        if (byUse.remove(connection)) {
            connection.active(System.nanoTime());
            byUse.add(connection);
        }
    }

    private void closeIdle() {
        long now = System.nanoTime();
        while (!byUse.isEmpty() && now - byUse.getFirst().activeAt() >= idleNanos) {
            closeFirst();
        }
    }

    private void closeFirst() {
        byUse.removeFirst().close();
    }
}

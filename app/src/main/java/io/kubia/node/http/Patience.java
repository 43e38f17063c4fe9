package io.kubia.node.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long one connection is waited for, in each of its phases. Used by its event loop only.
 *
 * <p>Implementation note: a deadline changes with every request, and to schedule a task for each would cost more than the
 * request. So the deadline is a field, and one task looks at it now and then: late by a quarter of the shortest limit, at
 * most a second.
 */
final class Patience {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final long requestNanos;
    private final long idleNanos;
    private final long lookNanos;
    private final Runnable expired;

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable ScheduledFuture<?> look;
    private Connection.Phase phase = Connection.Phase.IDLE;
    private long deadline = NEVER;
    private long bodyBegan;
    private long bodyBytes;
    private long suspendedAt;
    private long lastPending;
    private long lastProgress;

    Patience(HttpConfig config, Runnable expired) {
        requestNanos = config.requestTimeout().toNanos();
        idleNanos = config.idleTimeout().toNanos();
        lookNanos = Math.clamp(
                Math.min(requestNanos, idleNanos) / 4, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.SECONDS.toNanos(1));
        this.expired = expired;
    }

    void begin(ChannelHandlerContext context) {
        ctx = context;
        schedule(context);
    }

    void end() {
        if (look != null) {
            look.cancel(false);
        }
        ctx = null;
    }

    long now() {
        return ctx == null ? 0 : ctx.executor().ticker().nanoTime();
    }

    void enter(Connection.Phase next) {
        phase = next;
        deadline = switch (next) {
            case IDLE -> now() + idleNanos;
            case HEAD, BODY, SENDING -> now() + requestNanos;
            case ANSWERING -> NEVER; // the store and the peers have time limits of their own
            case LINGERING -> now() + Math.min(LINGER_NANOS, requestNanos);
        };
        lastPending = 0;
        lastProgress = 0;
    }

    void bodyBegins() {
        bodyBegan = now();
        bodyBytes = 0;
    }

    /** More of a body came: it may pause, and on the whole it must not be too slow. */
    void bodyCame(int bytes) {
        bodyBytes += bytes;
        if (phase == Connection.Phase.BODY) {
            long wholly = bodyBegan
                    + requestNanos
                    + TimeUnit.SECONDS.toNanos(bodyBytes) / HttpConfig.MIN_BODY_BYTES_PER_SECOND;
            deadline = Math.min(now() + requestNanos, wholly);
        }
    }

    /** It is not the client that is waited for. */
    void suspend() {
        suspendedAt = now();
        deadline = NEVER;
    }

    void resume() {
        bodyBegan += now() - suspendedAt;
        bodyCame(0);
    }

    private void schedule(ChannelHandlerContext context) {
        look = context.executor().schedule(this::look, lookNanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        var context = ctx;
        if (context == null) {
            return;
        }
        if (deadline != NEVER && now() - deadline >= 0) {
            if (phase == Connection.Phase.SENDING && clientTakes(context)) {
                deadline = now() + requestNanos;
            } else {
                expired.run();
            }
        }
        if (ctx != null) {
            schedule(context);
        }
    }

    /** Whether a client took anything of its answer since this was asked last. */
    private boolean clientTakes(ChannelHandlerContext context) {
        ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
        if (outbound == null) {
            return false;
        }
        long pending = outbound.totalPendingWriteBytes();
        long progress = outbound.currentProgress();
        // Nothing pending: it is we who have nothing to give at the moment.
        boolean takes = pending == 0 || pending != lastPending || progress != lastProgress;
        lastPending = pending;
        lastProgress = progress;
        return takes;
    }
}

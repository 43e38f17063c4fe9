package io.kubia.controller.proxy.service;

import io.kubia.controller.proxy.Backend;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a client to a service, and the one to the pod that took it.
 *
 * <pre>
 * CONNECTING ──a pod takes it──▶ OPEN ──both sides have sent their end──▶ CLOSED
 *     └──no pod does──▶ CLOSED      └──reset, idle too long, drained──▶ CLOSED
 * </pre>
 *
 * <p>Implementation note. Both connections belong to one event loop, and all of this happens there, but for {@link
 * #leaveWithin} and {@link #cut}. Each side is read only while the other takes what is written to it, so a relay holds no
 * more than two write buffers. The end of what one side sends is passed on as just that: the other may go on.
 */
final class Relay {
    private final Relays relays;
    private final Target target;
    private final Channel client;
    private @Nullable Channel pod;
    private @Nullable Backend backend;
    private int ended;
    private boolean isClosed;
    private long lastMove = System.nanoTime();

    Relay(Relays relays, Target target, Channel client) {
        this.relays = relays;
        this.target = target;
        this.client = client;
    }

    Target target() {
        return target;
    }

    /** Connects to the first of the candidates that takes it, and goes on from there. */
    void start(List<Backend> candidates) {
        connect(candidates, 0);
    }

    private void connect(List<Backend> candidates, int attempt) {
        if (isClosed || !client.isActive()) {
            close();
            return;
        }
        if (attempt == candidates.size()) {
            relays.metrics().unreachable();
            reset(client);
            close();
            return;
        }
        var candidate = candidates.get(attempt);
        var address = candidate.socketAddress();
        if (address.isEmpty()) {
            connect(candidates, attempt + 1);
            return;
        }
        new Bootstrap()
                .group(client.eventLoop())
                .channel(client.getClass())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        relays.config().connectTimeout().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Relays.WATER_MARK)
                .handler(new End(false))
                .connect(address.get())
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        connected(connected.channel(), candidate);
                    } else {
                        relays.metrics().retried();
                        connect(candidates, attempt + 1);
                    }
                });
    }

    private void connected(Channel channel, Backend taker) {
        if (isClosed || !client.isActive()) {
            channel.close();
            close();
            return;
        }
        pod = channel;
        backend = taker;
        relays.taken(this, taker, client.remoteAddress());
        client.pipeline().addLast(new End(true));
        client.config().setAutoRead(true);
        channel.config().setAutoRead(true);
        watchIdleness(relays.config().idleTimeout());
    }

    /** Looks again when it would have been idle for too long if nothing had moved since. */
    private void watchIdleness(Duration left) {
        client.eventLoop()
                .schedule(
                        () -> {
                            long still = relays.config().idleTimeout().toNanos() - (System.nanoTime() - lastMove);
                            if (!isClosed && still <= 0) {
                                broken();
                            } else if (!isClosed) {
                                watchIdleness(Duration.ofNanos(still));
                            }
                        },
                        left.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    /** The address of the pod that took it; null before one has. For the event loop. */
    private boolean isTo(String address) {
        return backend != null && backend.address().equals(address);
    }

    /** The pod of this address is gone, or with null the service: what is under way may finish within the limit. */
    void leaveWithin(Duration limit, @Nullable String address) {
        client.eventLoop().execute(() -> {
            if (!isClosed && (address == null || isTo(address))) {
                client.eventLoop().schedule(this::broken, limit.toNanos(), TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Ends it now. */
    void cut() {
        client.eventLoop().execute(this::broken);
    }

    private void broken() {
        if (isClosed) {
            return;
        }
        relays.metrics().broken();
        reset(client);
        if (pod != null) {
            reset(pod);
        }
        close();
    }

    private void close() {
        if (!isClosed) {
            isClosed = true;
            client.close();
            if (pod != null) {
                pod.close();
            }
        }
    }

    /** Closes so that the other side does not take it for a proper end. */
    static void reset(Channel channel) {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }

    /** One of the two sides: what it sends goes to the other. */
    private final class End extends ChannelInboundHandlerAdapter {
        private final boolean isClient;

        End(boolean isClient) {
            this.isClient = isClient;
        }

        private @Nullable Channel other() {
            return isClient ? pod : client;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            var other = other();
            if (other == null || !(message instanceof ByteBuf bytes)) {
                ReferenceCountUtil.release(message);
                return;
            }
            lastMove = System.nanoTime();
            if (isClient) {
                relays.metrics().toPod(bytes.readableBytes());
            } else {
                relays.metrics().toClient(bytes.readableBytes());
            }
            other.write(bytes, other.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            var other = other();
            if (other != null) {
                other.flush();
                if (!other.isWritable()) {
                    ctx.channel().config().setAutoRead(false);
                }
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            // To read on where the input has ended would close that side, and cut what is still to be sent to it.
            if (ctx.channel().isWritable()
                    && other() instanceof DuplexChannel other
                    && !other.isInputShutdown()
                    && !other.config().isAutoRead()) {
                other.config().setAutoRead(true);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                passOnEnd();
            }
        }

        private void passOnEnd() {
            ended++;
            if (other() instanceof DuplexChannel other && other.isActive()) {
                boolean isLast = ended == 2;
                other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> {
                    if (isLast) {
                        close();
                    } else {
                        other.shutdownOutput();
                    }
                });
            } else {
                close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            var other = other();
            if (isClosed || other == null) {
                close();
            } else {
                other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((ChannelFutureListener) written -> close());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            broken();
        }
    }
}

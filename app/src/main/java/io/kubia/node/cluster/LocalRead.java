package io.kubia.node.cluster;

import io.kubia.node.cluster.LocalData.Source;
import io.kubia.node.peers.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This node's own data, read as if it were a peer's, without the network. */
final class LocalRead implements PeerSource {
    private static final Logger LOG = LoggerFactory.getLogger(LocalRead.class);

    private final LocalData data;
    private final EventLoop loop;
    private final Intake intake;
    private final Duration timeout;
    private @Nullable Source source;
    private boolean isPaused;

    LocalRead(Intake intake, LocalData data, EventLoop loop, Duration timeout) {
        this.data = data;
        this.loop = loop;
        this.intake = intake;
        this.timeout = timeout;
    }

    @Override
    public void start() {
        switch (read()) {
            case LocalData.AtOnce(var info, var content) -> intake.complete(info, content);
            case LocalData.Failed(var reason) -> intake.failed(Reason.printable(reason));
            case LocalData.Streamed(var info, var bytes) -> {
                source = bytes;
                intake.started(info);
                pull();
            }
        }
    }

    @Override
    public void pause() {
        isPaused = true;
    }

    @Override
    public void resume() {
        isPaused = false;
        pull();
    }

    @Override
    public void abandon() {
        close();
    }

    @Override
    public String expire() {
        close();
        return "this node's own data did not come within " + Reason.time(timeout);
    }

    /** As a bug in it must not stop the cluster read, which would then answer nobody any more. */
    private LocalData.Reading read() {
        try {
            return data.read();
        } catch (RuntimeException e) {
            LOG.error("This node's own data could not be read.", e);
            return new LocalData.Failed(String.valueOf(e.getMessage()));
        }
    }

    private void pull() {
        try {
            var from = source;
            while (from != null && !isPaused) {
                ByteBuf bytes = from.poll();
                if (bytes != null) {
                    intake.bytes(bytes);
                } else if (from.isExhausted()) {
                    close();
                    intake.ended();
                } else {
                    from.onReady(this::ready);
                    return;
                }
                // What was told may have led to this read being abandoned.
                from = source;
            }
        } catch (IOException e) {
            close();
            intake.failed(Reason.of(e));
        }
    }

    private void ready() {
        try {
            loop.execute(this::pull);
        } catch (RejectedExecutionException e) {
            LOG.debug("Own data came after the end.", e);
        }
    }

    private void close() {
        var closing = source;
        source = null;
        if (closing != null) {
            closing.close();
        }
    }
}

package io.kubia.node.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A large body, made as fast as its client takes it. Used by the connection's event loop only. */
interface BodySource extends AutoCloseable {
    /**
     * The next bytes, which the caller releases; null when there are none at the moment, or no more at all.
     *
     * @throws IOException there will be no more, though there should
     */
    @Nullable
    ByteBuf poll() throws IOException;

    /** Whether all bytes have been polled. */
    boolean isExhausted();

    /** Runs {@code callback} once, on any thread, as soon as {@link #poll} is worth another try. */
    void onReady(Runnable callback);

    /** Releases everything; may be called at any time, and more than once. */
    @Override
    void close();
}

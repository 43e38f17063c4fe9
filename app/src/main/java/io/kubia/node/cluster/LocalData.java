package io.kubia.node.cluster;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the cluster read gets this node's own data, without the network. */
public interface LocalData {
    /**
     * The data as it is now. Called on the cluster's event loop, which must not be blocked: what would have to wait for
     * the disk is answered with a {@link Streamed}, whose source waits elsewhere.
     */
    Reading read();

    /** What a reading comes to. */
    sealed interface Reading {}

    /** All of it at once, for data that is small and in memory. Without data the content is empty. */
    record AtOnce(DataInfo info, Content content) implements Reading {}

    /** Piece by piece; {@code info.length()} must be right. The source is closed by the cluster read, in any case. */
    record Streamed(DataInfo info, Source source) implements Reading {}

    /** Not at all, for this reason, short enough for a line. */
    record Failed(String reason) implements Reading {}

    /** The bytes of one reading, at the pace of who takes them. Used on the cluster's event loop only. */
    interface Source extends AutoCloseable {
        /**
         * The next bytes, which the caller releases; null when there are none at the moment, or no more at all. Best
         * between 4 and 64 KiB: what is returned is held in memory.
         *
         * @throws IOException when the data cannot be read any further; its message is shown
         */
        @Nullable
        ByteBuf poll() throws IOException;

        /** Whether all bytes have been polled. */
        boolean isExhausted();

        /**
         * Runs {@code callback} once, on any thread, as soon as {@link #poll} is worth another try; at once if it is
         * already. Called after a poll that returned null without being exhausted; a later call replaces an earlier one.
         */
        void onReady(Runnable callback);

        @Override
        void close();
    }
}

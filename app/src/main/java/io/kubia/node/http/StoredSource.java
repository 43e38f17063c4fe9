package io.kubia.node.http;

import io.kubia.node.cluster.LocalData;
import io.kubia.node.store.ChunkReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Large stored data as a source of bytes, for a client and for the cluster read alike: one chunk in memory, read from
 * disk when it is asked for.
 *
 * <p>Implementation note: polled by one thread, filled by one of the store's; the few fields that both touch are guarded
 * by this object's monitor, and callbacks run outside of it.
 */
final class StoredSource implements BodySource, LocalData.Source, ChunkReader.Sink {
    private final ChunkReader reader;

    private byte @Nullable [] arrived;
    private @Nullable IOException failure;
    private @Nullable Runnable callback;
    private boolean reading;
    private boolean closed;

    StoredSource(ChunkReader reader) {
        this.reader = reader;
    }

    @Override
    public synchronized @Nullable ByteBuf poll() throws IOException {
        if (failure != null) {
            throw failure;
        }
        var chunk = arrived;
        arrived = null;
        if (!reading && !closed && reader.hasNext()) {
            reading = true;
            reader.next(this);
        }
        return chunk == null ? null : Unpooled.wrappedBuffer(chunk);
    }

    @Override
    public synchronized boolean isExhausted() {
        return arrived == null && !reading && failure == null && !reader.hasNext();
    }

    @Override
    public void onReady(Runnable ready) {
        synchronized (this) {
            if (arrived == null && failure == null && reading) {
                callback = ready;
                return;
            }
        }
        ready.run();
    }

    @Override
    public void chunk(byte[] bytes) {
        arrive(bytes, null);
    }

    @Override
    public void failed(IOException e) {
        arrive(null, e);
    }

    @Override
    public synchronized void close() {
        closed = true;
        arrived = null;
        callback = null;
        reader.close();
    }

    private void arrive(byte @Nullable [] bytes, @Nullable IOException e) {
        Runnable ready;
        synchronized (this) {
            reading = false;
            if (closed) {
                return;
            }
            arrived = bytes;
            failure = e;
            ready = callback;
            callback = null;
        }
        if (ready != null) {
            ready.run();
        }
    }
}

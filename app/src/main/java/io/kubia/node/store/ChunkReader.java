package io.kubia.node.store;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Reads large content in order, one chunk at a time, without blocking who asks. Used by one thread at a time. */
public final class ChunkReader implements AutoCloseable {
    private final Body.Chunked content;
    private final Volume volume;
    private final Executor readers;
    private int next;
    private boolean closed;

    ChunkReader(Body.Chunked content, Volume volume, Executor readers) {
        this.content = content;
        this.volume = volume;
        this.readers = readers;
    }

    /** Told what was read, on a thread of the store's. */
    public interface Sink {
        /** The next chunk, which is the reader's own. */
        void chunk(byte[] bytes);

        /** It cannot be read; nothing more will come. */
        void failed(IOException e);
    }

    /** Whether there is another chunk to ask for. */
    public boolean hasNext() {
        return next < content.chunks();
    }

    /** Asks for the next chunk; the answer comes later. */
    public void next(Sink sink) {
        int number = next++;
        try {
            readers.execute(() -> {
                try {
                    sink.chunk(volume.chunk(content.upload(), number));
                } catch (IOException e) {
                    sink.failed(e);
                }
            });
        } catch (RejectedExecutionException _) {
            sink.failed(new IOException("the node is stopping"));
        }
    }

    /** Gives the content back; what is being read still arrives. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            content.release();
        }
    }
}

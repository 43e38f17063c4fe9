package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Own data in pieces, of which every second one is not there at once. */
final class PatternSource implements LocalData.Source {
    private static final int PIECE = 10_000;

    private final byte[] bytes;
    private final int breaksAfter;
    private final List<Thread> threads = new ArrayList<>();
    private int at;
    private boolean isReady = true;
    private volatile boolean isClosed;

    PatternSource(int size, int seed) {
        this(size, seed, Integer.MAX_VALUE);
    }

    PatternSource(int size, int seed, int breaksAfter) {
        this.bytes = Pattern.bytes(size, seed);
        this.breaksAfter = breaksAfter;
    }

    LocalData.Reading reading() {
        return new LocalData.Streamed(new DataInfo(State.STORED, 1, null, null, bytes.length, Form.BINARY), this);
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public @Nullable ByteBuf poll() throws IOException {
        assertThat(isClosed).as("closed").isFalse();
        if (at >= breaksAfter) {
            throw new IOException("disk on fire");
        }
        isReady = !isReady;
        if (isReady || at == bytes.length) {
            return null;
        }
        int length = Math.min(PIECE, bytes.length - at);
        at += length;
        return ByteBufAllocator.DEFAULT.directBuffer(length).writeBytes(bytes, at - length, length);
    }

    @Override
    public boolean isExhausted() {
        return at == bytes.length;
    }

    @Override
    public void onReady(Runnable callback) {
        threads.add(Thread.ofVirtual().start(callback));
    }

    @Override
    public void close() {
        isClosed = true;
    }
}

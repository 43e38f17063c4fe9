package io.kubia.node.http;

import io.kubia.node.cluster.DataInfo;
import io.kubia.node.cluster.PeerReading;
import io.kubia.node.cluster.PeerStream;
import io.kubia.node.store.Utf8Check;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Readings that are all in memory, in the pieces of a stream: one way to write answers down, however large. */
final class CompleteStream implements PeerStream {
    private static final int PIECE = 16 * 1024;

    private final Iterator<PeerReading> readings;
    private PeerReading.@Nullable Read current;
    private int sent;
    private boolean ended;

    CompleteStream(List<PeerReading> readings) {
        this.readings = readings.iterator();
    }

    @Override
    public @Nullable Piece poll() {
        var reading = current;
        if (reading != null) {
            return next(reading);
        }
        if (readings.hasNext()) {
            return switch (readings.next()) {
                case PeerReading.Failed(var peer, var reason) -> new Piece.Failed(peer, reason);
                case PeerReading.Read read -> {
                    current = read;
                    sent = 0;
                    yield new Piece.Started(read.peer(), known(read));
                }
            };
        }
        if (ended) {
            return null;
        }
        ended = true;
        return new Piece.End();
    }

    @Override
    public void onReady(Runnable callback) {
        callback.run();
    }

    @Override
    public void close() {}

    private Piece next(PeerReading.Read reading) {
        int length = Math.min(PIECE, reading.content().length() - sent);
        if (length == 0) {
            current = null;
            return new Piece.Finished(reading.peer());
        }
        var bytes = reading.content().asByteBuffer().slice(sent, length);
        sent += length;
        return new Piece.Bytes(Unpooled.wrappedBuffer(bytes));
    }

    /** With all bytes at hand, whether they are text is seen, and not taken from what the peer says or does not say. */
    private static DataInfo known(PeerReading.Read read) {
        var info = read.info();
        var form = isText(read.content().asByteBuffer()) ? DataInfo.Form.TEXT : DataInfo.Form.BINARY;
        return new DataInfo(info.state(), info.sequence(), info.time(), info.contentType(), info.length(), form);
    }

    private static boolean isText(ByteBuffer bytes) {
        var check = new Utf8Check();
        var array = new byte[bytes.remaining()];
        bytes.get(array);
        check.add(array);
        return check.valid();
    }
}

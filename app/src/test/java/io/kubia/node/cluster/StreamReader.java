package io.kubia.node.cluster;

import io.kubia.node.cluster.PeerStream.Piece;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads a stream to its end on the thread of the test, as slowly as it is told, and sums up what came. */
final class StreamReader {
    private final PeerStream stream;
    private final List<String> events = new ArrayList<>();
    private long bytes;
    private long bytesOfPeer;
    private int sumOfPeer;

    StreamReader(PeerStream stream) {
        this.stream = stream;
    }

    /** One line for each peer: its label, how many bytes came, a sum of them, and how it ended. */
    List<String> readToTheEnd() throws InterruptedException {
        while (!events.contains("end")) {
            take(next());
        }
        return events.subList(0, events.size() - 1);
    }

    long bytes() {
        return bytes;
    }

    /** Waits for the next piece as long as a healthy test would. */
    Piece next() throws InterruptedException {
        var piece = stream.poll();
        while (piece == null) {
            var ready = new Semaphore(0);
            stream.onReady(ready::release);
            if (!ready.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new AssertionError("no piece within 30 s after " + events);
            }
            piece = stream.poll();
        }
        return piece;
    }

    void take(Piece piece) {
        switch (piece) {
            case Piece.Started _ -> sumOfPeer = 0;
            case Piece.Bytes(var buffer) -> {
                bytesOfPeer += buffer.readableBytes();
                bytes += buffer.readableBytes();
                // In one go: the leak detector takes a note of every access.
                var copy = ByteBufUtil.getBytes(buffer);
                buffer.release();
                for (byte b : copy) {
                    sumOfPeer = 31 * sumOfPeer + b;
                }
            }
            case Piece.Finished(var peer) -> {
                events.add(peer.label() + " " + bytesOfPeer + " " + sumOfPeer);
                bytesOfPeer = 0;
            }
            case Piece.Failed(var peer, var reason) -> {
                events.add(peer.label() + " " + bytesOfPeer + " Error: " + reason);
                bytesOfPeer = 0;
            }
            case Piece.End _ -> events.add("end");
        }
    }
}

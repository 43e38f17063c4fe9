package io.kubia.controller.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Writes that wait for the writer: any thread adds, one takes all that are there. */
final class WriteQueue {
    /** What one group may put into RocksDB's log: writers shall not wait long for those before them. */
    private static final int GROUP_WRITES = 1000;

    private static final long GROUP_BYTES = 4L << 20;

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isFilled = lock.newCondition();
    private final ArrayDeque<QueuedWrite> queue = new ArrayDeque<>();
    private boolean isClosed;

    WriteQueue(int limit) {
        this.limit = limit;
    }

    /**
     * Adds a write to the end.
     *
     * @throws WriteRefusedException too many wait
     * @throws StoreException nothing is taken any longer
     */
    void add(QueuedWrite write) {
        lock.lock();
        try {
            if (isClosed) {
                throw new StoreException("the store is closed", null);
            }
            if (queue.size() >= limit) {
                throw new WriteRefusedException(
                        write.write().key(),
                        WriteRefusedException.Reason.BUSY,
                        "queued writes: " + queue.size() + " wait for the disk (expected: less than " + limit + ")");
            }
            queue.add(write);
            isFilled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for writes and takes as many as make a group; none when the queue is closed and empty. */
    List<QueuedWrite> take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !isClosed) {
                isFilled.await();
            }
            var group = new ArrayList<QueuedWrite>();
            long bytes = 0;
            while (!queue.isEmpty() && group.size() < GROUP_WRITES && bytes < GROUP_BYTES) {
                var write = queue.remove();
                group.add(write);
                bytes += write.json().length;
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what is in it can still be taken. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            isFilled.signal();
        } finally {
            lock.unlock();
        }
    }
}

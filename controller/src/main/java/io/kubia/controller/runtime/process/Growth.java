package io.kubia.controller.runtime.process;

import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Whether there is more of something to read: counts up with each change, and says when there will be no more. The watcher
 * of folders tells it, readers wait for it.
 */
final class Growth implements AutoCloseable {
    private final Runnable whenClosed;
    private long version;
    private long endedAt = Long.MAX_VALUE;
    private boolean isClosed;

    /** {@code whenClosed} is called when nobody reads any more. */
    Growth(Runnable whenClosed) {
        this.whenClosed = whenClosed;
    }

    synchronized void more() {
        version++;
        notifyAll();
    }

    synchronized void end() {
        version++;
        endedAt = Math.min(endedAt, version);
        notifyAll();
    }

    synchronized long version() {
        return version;
    }

    /** Whether all that there will be was there already at a version. */
    synchronized boolean hasEnded(long seen) {
        return seen >= endedAt;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Waits for another version than one that has been seen. */
    synchronized long await(long seen) throws IOException {
        while (version == seen && !isClosed) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("reading a log was interrupted");
            }
        }
        return version;
    }

    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        whenClosed.run();
    }
}

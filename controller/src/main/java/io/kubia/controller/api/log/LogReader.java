package io.kubia.controller.api.log;

import java.io.IOException;

/** Whoever reads a log. For one thread at a time. */
public interface LogReader {
    /**
     * Gives bytes to the reader, and waits while it is slow.
     *
     * @throws IOException it is gone
     */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** Lets the reader see what was written; to be called before waiting for more. */
    void flush() throws IOException;

    boolean isGone();

    /** Runs something, on any thread, as soon as the reader is gone; at once when it is gone already. Must not wait. */
    void onGone(Runnable action);
}

package io.kubia.dns.source;

import java.io.IOException;

/** Where services come from. One that has been closed is not started again. */
public interface Source extends AutoCloseable {
    /**
     * Begins to tell what there is, and then what changes, on threads of its own. What can fail later is tried again and
     * logged; the zone keeps what it was told last.
     *
     * @throws IOException there is nothing to begin with, and no use in trying again; the message says what to do
     */
    void start(ZoneUpdates updates) throws IOException;

    /** Tells nothing more. Returns soon, whatever the source is waiting for. */
    @Override
    void close();
}

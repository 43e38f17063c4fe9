package io.kubia.node.cluster;

/** Where the bytes of one peer come from. Tells its {@link Intake} what it gets; used on the cluster's event loop only. */
interface PeerSource {
    /** Begins. What is told the intake may be told before this returns. */
    void start();

    /** No more bytes for now, but for those that are in its hands already. */
    void pause();

    void resume();

    /** Gives up and tells nothing any more. */
    void abandon();

    /** Gives up because it took too long. Returns what it was waiting for, as a reason. */
    String expire();
}

package io.kubia.node.http;

import org.jspecify.annotations.Nullable;

/** Whether the node should be sent requests. */
public final class Readiness {
    private volatile @Nullable String reason = "starting";

    /** Everything is open. */
    public void ready() {
        reason = null;
    }

    /** Not any more, or not yet, for this reason. */
    public void notReady(String why) {
        reason = why;
    }

    /** Why not; null when it is ready. */
    @Nullable
    String reason() {
        return reason;
    }
}

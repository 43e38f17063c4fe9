package io.kubia.controller.api.http;

import io.kubia.controller.model.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One request and its one answer.
 *
 * <p>Implementation note: the thread that answers and the event loop, which may run out of patience, both want to begin
 * the answer; who claims it first does. All else belongs to the event loop, but for the stream, which the answering thread
 * sets and the event loop signals.
 */
final class Exchange {
    private final Head head;
    private final Endpoint endpoint;
    private final long begun;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private volatile @Nullable ResponseStream stream;
    private @Nullable Status refusal;

    Exchange(Head head, Endpoint endpoint, long begun) {
        this.head = head;
        this.endpoint = endpoint;
        this.begun = begun;
    }

    Head head() {
        return head;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isLong() {
        return endpoint instanceof Endpoint.Answering answering && answering.isLong();
    }

    /** When its head came, in nanoseconds of the system. */
    long begun() {
        return begun;
    }

    /** Whether whoever asks first may answer. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    boolean isClaimed() {
        return claimed.get();
    }

    void stream(ResponseStream made) {
        stream = made;
    }

    @Nullable
    ResponseStream stream() {
        return stream;
    }

    /** It will be refused as soon as its end has come. */
    void refuse(Status why) {
        refusal = why;
    }

    @Nullable
    Status refusal() {
        return refusal;
    }

    /** What refuses a request that leads nowhere. */
    static final Endpoint NOWHERE = new Endpoint.Answering("other", "", false, _ -> {
        throw new IllegalStateException("nothing to ask here");
    });
}

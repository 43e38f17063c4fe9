package io.kubia.controller.api.watch;

import io.kubia.controller.api.format.Form;
import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.Request;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.role.metrics.Counter;
import io.kubia.role.metrics.Metrics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** All watches that are open. From any thread. */
public final class Watches implements AutoCloseable {
    private final WatchConfig config;
    private final ObjectStore store;
    private final Renderer renderer;
    private final SharedEvents events = new SharedEvents();
    private final Set<Backlog> backlogs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final Counter cut;
    private volatile boolean closing;

    public Watches(WatchConfig config, ObjectStore store, Renderer renderer, Metrics metrics) {
        this.config = config;
        this.store = store;
        this.renderer = renderer;
        metrics.gauge("kubia_api_watches", "Watches that are open.", "", () -> (double) open.get());
        cut = metrics.counter("kubia_api_watchers_cut_total", "Watchers that were too slow and have been cut off.", "");
    }

    /**
     * Opens a watch.
     *
     * @throws ApiException it makes no sense, or there are too many
     */
    public Response open(Selection selection, Request request) {
        var wanted = WatchRequest.of(
                selection, Form.of(request.head().list("Accept"), request.query()), request.query(), config.longest());
        return new Response.Streamed(200, "application/json", List.of(), out -> {
            try {
                if (open.incrementAndGet() > config.watches() || closing) {
                    throw new ApiException(Status.plain(
                            429, "TooManyRequests", "too many watches (expected: at most " + config.watches() + ")"));
                }
                new WatchStream(wanted, store, renderer, this).write(out);
            } finally {
                open.decrementAndGet();
            }
        });
    }

    /** Ends all watches, as if their time were over. */
    @Override
    public void close() {
        closing = true;
        backlogs.forEach(Backlog::close);
    }

    WatchConfig config() {
        return config;
    }

    SharedEvents events() {
        return events;
    }

    void entered(Backlog backlog) {
        backlogs.add(backlog);
        if (closing) {
            backlog.close();
        }
    }

    void left(Backlog backlog) {
        backlogs.remove(backlog);
    }

    void cut() {
        cut.increment();
    }
}

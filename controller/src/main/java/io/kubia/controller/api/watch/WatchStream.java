package io.kubia.controller.api.watch;

import io.kubia.controller.api.format.Form;
import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.api.http.ResponseStream;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Snapshot;
import io.kubia.controller.store.VersionGoneException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells one watcher, on a virtual thread of its own.
 *
 * <p>A bookmark at a version promises that all changes up to it have been told. The store shows a write in its snapshots
 * before it tells watchers, so a snapshot's version may be ahead of what this watcher has heard: it is promised one
 * interval later, when whatever belonged to it has long come.
 */
final class WatchStream implements Response.Body {
    private static final String INITIAL_END = "k8s.io/initial-events-end";

    private final WatchRequest request;
    private final ObjectStore store;
    private final Renderer renderer;
    private final Watches watches;
    private long told;
    private long shown;

    WatchStream(WatchRequest request, ObjectStore store, Renderer renderer, Watches watches) {
        this.request = request;
        this.store = store;
        this.renderer = renderer;
        this.watches = watches;
    }

    @Override
    public void write(ResponseStream out) throws IOException {
        var now = store.now();
        boolean beginsNow =
                request.start() != WatchRequest.Start.CHANGES || request.after().orElse(0) == 0;
        long after = beginsNow ? now.version() : request.after().getAsLong();
        if (request.after().orElse(0) > now.version()) {
            // Of another life of the store than this one: whoever watches must list again.
            error(
                    out,
                    expired("too large resource version: " + request.after().getAsLong() + " (" + now.version() + ")"));
            return;
        }
        var backlog =
                new Backlog(request.filter(), watches.events(), watches.config().backlog(), after, () -> cut(out));
        try (var _ = store.watch(request.selection(), after, backlog)) {
            watches.entered(backlog);
            out.onGone(backlog::close);
            told = after;
            shown = after;
            if (request.start() != WatchRequest.Start.CHANGES) {
                begin(out, now);
            }
            out.flush();
            follow(out, backlog);
        } catch (VersionGoneException e) {
            error(out, expired(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            watches.left(backlog);
        }
    }

    /** Its own thread may be waiting for it. */
    private void cut(ResponseStream out) {
        watches.cut();
        out.abort();
    }

    private void begin(ResponseStream out, Snapshot now) throws IOException {
        for (var object : now.list(request.selection())) {
            if (request.filter().matches(object)) {
                out.write(SharedEvent.encode(EventType.ADDED, object, request.form(), renderer));
            }
        }
        if (request.start() == WatchRequest.Start.OBJECTS_AND_MARK) {
            bookmark(out, now.version(), true);
        }
    }

    private void follow(ResponseStream out, Backlog backlog) throws IOException, InterruptedException {
        long end = System.nanoTime() + request.timeout().toNanos();
        long every = watches.config().bookmarkEvery().toNanos();
        long nextBookmark = System.nanoTime() + every;
        var deliveries = new ArrayList<Backlog.Delivery>();
        long promised = store.now().version();
        while (true) {
            long time = System.nanoTime();
            long seen = backlog.take(deliveries, Math.min(nextBookmark, end) - time);
            send(out, deliveries);
            told = Math.max(told, seen);
            switch (backlog.state()) {
                case OPEN -> {}
                case CLOSED -> {
                    return;
                }
                case OVERFLOWED ->
                    throw new IOException("the watcher is " + watches.config().backlog() + " changes behind");
            }
            time = System.nanoTime();
            if (time - end >= 0) {
                bookmarkIfNew(out, told);
                return;
            }
            if (time - nextBookmark >= 0) {
                bookmarkIfNew(out, Math.max(told, promised));
                promised = store.now().version();
                nextBookmark = time + every;
            }
        }
    }

    private void send(ResponseStream out, List<Backlog.Delivery> deliveries) throws IOException {
        if (deliveries.isEmpty()) {
            return;
        }
        for (var delivery : deliveries) {
            out.write(delivery.event().line(delivery.type(), request.form(), renderer));
        }
        deliveries.clear();
        out.flush();
    }

    private void bookmarkIfNew(ResponseStream out, long version) throws IOException {
        if (request.bookmarks() && version > shown) {
            bookmark(out, version, false);
            out.flush();
        }
    }

    private void bookmark(ResponseStream out, long version, boolean isInitialEnd) throws IOException {
        var metadata = JsonObject.builder()
                .put("resourceVersion", Long.toString(version))
                .put("creationTimestamp", Json.Null.NULL);
        if (isInitialEnd) {
            metadata.put("annotations", JsonObject.of(INITIAL_END, Json.of("true")));
        }
        var object = KubeObject.of(request.selection().type(), JsonObject.of("metadata", metadata.build()));
        var json = request.form().as() == Form.As.TABLE ? renderer.object(object, request.form()) : object.json();
        out.write(SharedEvent.line("BOOKMARK", JsonText.bytes(json)));
        shown = version;
    }

    private static void error(ResponseStream out, Status status) throws IOException {
        out.write(SharedEvent.line("ERROR", JsonText.bytes(status.json())));
        out.flush();
    }

    private static Status expired(String why) {
        return Status.plain(410, "Expired", why);
    }
}

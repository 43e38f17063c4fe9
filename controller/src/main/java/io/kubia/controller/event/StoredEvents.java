package io.kubia.controller.event;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events as Event objects. Old ones are removed by {@code garbage}, whoever made them.
 *
 * <p>Implementation note. Whoever records puts an occurrence into a queue and goes on; when the queue is full, the
 * occurrence is lost, as in Kubernetes. One thread takes them out, and is the only one to touch the correlator; it
 * sleeps until there is something to keep.
 */
public final class StoredEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredEvents.class);
    private static final int MOST_QUEUED = 1000;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private final Registry registry;
    private final InstantSource clock;
    private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final Correlator correlator = new Correlator();
    private volatile boolean isStopping;
    private @Nullable Thread thread;

    public StoredEvents(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * A recorder for a part of the cluster.
     *
     * @param component its name: {@code statefulset-controller}
     * @param host the node that it runs on; empty for what runs once in a cluster
     */
    public EventRecorder recorder(String component, String host) {
        return new EventRecorder() {
            @Override
            public void record(KubeObject about, Kind kind, String reason, String message) {
                record(about, "", kind, reason, message);
            }

            @Override
            public void record(KubeObject about, String fieldPath, Kind kind, String reason, String message) {
                add(new Occurrence(
                        Occurrence.reference(about, fieldPath),
                        about.namespace().isEmpty() ? "default" : about.namespace(),
                        component,
                        host,
                        kind == Kind.NORMAL ? "Normal" : "Warning",
                        reason,
                        message,
                        clock.instant()));
            }
        };
    }

    private void add(Occurrence occurrence) {
        if (!queue.offer(occurrence)) {
            log.debug("an event is lost, {} wait already: {}", MOST_QUEUED, occurrence);
        }
    }

    /** Starts to keep what is recorded, and what has been recorded before. */
    public void start() {
        thread = Thread.ofPlatform().name("events").start(this::run);
    }

    private void run() {
        while (!isStopping || !queue.isEmpty()) {
            try {
                var occurrence = isStopping ? queue.poll() : queue.take();
                if (occurrence != null) {
                    keep(occurrence);
                }
            } catch (InterruptedException e) {
                // It is time to stop: what waits is still written.
                log.debug("stopping, {} left", queue.size());
            } catch (RuntimeException e) {
                log.warn("an event is lost: {}", e.getMessage());
            }
        }
    }

    /** Does all there is to do now, on the calling thread. */
    void drain() {
        for (var occurrence = queue.poll(); occurrence != null; occurrence = queue.poll()) {
            keep(occurrence);
        }
    }

    private void keep(Occurrence occurrence) {
        switch (correlator.judge(occurrence)) {
            case Correlator.Dropped ignored -> log.debug("too many events about one object: {}", occurrence);
            case Correlator.Kept kept -> {
                var key = ObjectKey.of(ResourceTypes.EVENT, occurrence.namespace(), kept.name());
                try {
                    write(key, kept);
                } catch (ApiException e) {
                    log.debug("an event is lost: {}", e.getMessage());
                }
            }
        }
    }

    private void write(ObjectKey key, Correlator.Kept kept) {
        if (kept.count() > 1 && registry.now().get(key).isPresent()) {
            registry.change(
                    key,
                    Part.WHOLE,
                    event -> event.with("count", Json.of(kept.count()))
                            .with("lastTimestamp", time(kept.occurrence().time()))
                            .with("message", Json.of(kept.occurrence().message())),
                    false);
        } else {
            registry.create(event(key, kept), false);
        }
    }

    private static KubeObject event(ObjectKey key, Correlator.Kept kept) {
        var one = kept.occurrence();
        var source = JsonObject.of("component", Json.of(one.component()));
        return KubeObject.named(ResourceTypes.EVENT, key.namespace(), key.name())
                .with("involvedObject", one.about())
                .with("reason", Json.of(one.reason()))
                .with("message", Json.of(one.message()))
                .with("source", one.host().isEmpty() ? source : source.with("host", one.host()))
                .with("firstTimestamp", time(kept.first()))
                .with("lastTimestamp", time(one.time()))
                .with("count", Json.of(kept.count()))
                .with("type", Json.of(one.type()))
                .with("reportingComponent", Json.of(one.component()))
                .with("reportingInstance", Json.of(one.host()));
    }

    private static Json time(Instant time) {
        return Json.of(Timestamps.print(time));
    }

    /** Ends when what has been recorded is kept. */
    @Override
    public void close() {
        isStopping = true;
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(STOP_WAIT)) {
                log.warn("events: did not end within {}", STOP_WAIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

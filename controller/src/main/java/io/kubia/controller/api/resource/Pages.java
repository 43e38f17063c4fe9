package io.kubia.controller.api.resource;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lists that are read page by page: every page is of the same moment, so nothing is missed or seen twice.
 *
 * <p>Implementation note: what was at that moment is kept until some minutes after the last page was read, for so many
 * moments at once; then the client is told to begin anew, or to go on without that promise, as Kubernetes does. A snapshot
 * shares nearly everything with what is now, so keeping one costs what has changed since. Any thread, by a lock.
 */
final class Pages {
    private static final int MOST_HELD = 32;
    private static final Duration HELD_FOR = Duration.ofMinutes(5);
    /** In place of a version: of whatever is now. */
    private static final long INCONSISTENT = -1;

    private static final String TOO_OLD = """
            The provided continue parameter is too old to display a consistent list result. \
            You can start a new list without the continue parameter, or use the continue token in this response \
            to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent \
            list - objects that were created, modified, or deleted between the time the first chunk was returned and \
            now may show up in the list.""";

    private record Held(Snapshot snapshot, Instant until) {}

    /** Where a page begins: in which moment, and after which object. */
    record Place(Snapshot snapshot, String afterNamespace, String afterName) {}

    private final InstantSource clock;
    private final Map<Long, Held> held = new LinkedHashMap<>();

    Pages(InstantSource clock) {
        this.clock = clock;
    }

    /** The token by which the next page is asked for, after an object of this one. */
    String tokenAfter(KubeObject last, Snapshot snapshot) {
        hold(snapshot);
        return token(snapshot.version(), last.namespace(), last.name());
    }

    /**
     * Where the page that a token asks for begins.
     *
     * @throws ApiException that moment is no longer known, or it is no token of ours
     */
    Place place(String token, Snapshot now) {
        var said = read(token);
        var version = said.number("rv");
        if (version.isEmpty()) {
            throw wrongToken();
        }
        var namespace = said.text("ns", "");
        var name = said.text("start", "");
        if (version.getAsLong() == INCONSISTENT) {
            return new Place(now, namespace, name);
        }
        var snapshot = of(version.getAsLong(), now)
                .orElseThrow(() -> new ExpiredException(token(INCONSISTENT, namespace, name)));
        return new Place(snapshot, namespace, name);
    }

    /** Everything as it was at a version, if that is still known. */
    Optional<Snapshot> of(long version, Snapshot now) {
        if (version == now.version()) {
            return Optional.of(now);
        }
        synchronized (held) {
            var known = held.remove(version);
            if (known == null || clock.instant().isAfter(known.until)) {
                return Optional.empty();
            }
            held.put(version, new Held(known.snapshot, clock.instant().plus(HELD_FOR)));
            return Optional.of(known.snapshot);
        }
    }

    private void hold(Snapshot snapshot) {
        var time = clock.instant();
        synchronized (held) {
            held.remove(snapshot.version());
            held.values().removeIf(old -> time.isAfter(old.until));
            held.put(snapshot.version(), new Held(snapshot, time.plus(HELD_FOR)));
            Iterator<Long> oldest = held.keySet().iterator();
            while (held.size() > MOST_HELD && oldest.hasNext()) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    private static String token(long version, String namespace, String name) {
        var json = JsonObject.builder()
                .put("v", "meta.k8s.io/v1")
                .put("rv", version)
                .put("ns", namespace)
                .put("start", name)
                .build();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonText.bytes(json));
    }

    private static JsonObject read(String token) {
        try {
            return JsonText.parse(Base64.getUrlDecoder().decode(token)).asObject();
        } catch (IllegalArgumentException | JsonException e) {
            throw wrongToken();
        }
    }

    private static ApiException wrongToken() {
        return new ApiException(Status.badRequest("continue key is not valid"));
    }

    /** The page cannot be had as promised; the client may go on with another token. */
    static final class ExpiredException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String instead;

        ExpiredException(String instead) {
            super(TOO_OLD);
            this.instead = instead;
        }

        /** The answer that says so. */
        JsonObject json() {
            return Status.plain(410, "Expired", TOO_OLD)
                    .json()
                    .with("metadata", JsonObject.of("continue", io.kubia.controller.json.Json.of(instead)));
        }
    }
}

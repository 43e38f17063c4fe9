package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps the zone as the API's objects of one kind are: lists them, watches what changes from there on, and begins anew
 * when it must. What client-go's reflector does, less its cache.
 *
 * <pre>
 * state     event                                            next
 * listing   all pages read                                   watching, from the list's version
 * listing   410 Gone: version or continue token too old      listing, the newest there is
 * listing   anything else, or it takes too long              listing, after a wait
 * watching  the server ends the watch, as it does            watching, from the last version
 * watching  the server ends it at once, and told nothing     watching, from the last version, after a wait
 * watching  410 Gone, as a status or as an event             listing, the newest there is
 * any       410 Gone, again and nothing was told since       listing, the newest there is, after a wait
 * watching  the connection fails, or is silent for too long  watching, from the last version, after a wait
 * </pre>
 *
 * <p>Implementation note. One thread, which blocks while it reads; an alarm closes what it reads from when a server
 * takes too long for a page, or was to end its watch and did not.
 */
final class Reflector {
    /** What the API's own limit on an object is, several times over. */
    private static final int MAX_EVENT = 8 << 20;

    private static final String PAGE = "500";

    private static final Logger log = LoggerFactory.getLogger(Reflector.class);
    private static final ObjectMapper JSON = new JsonMapper();

    private final Kind kind;
    private final ApiClient client;
    private final ZoneUpdates updates;
    private final Patience patience;
    private final ScheduledExecutorService alarms;
    private final RandomGenerator random;
    private final Runnable onFirstList;
    private final Backoff backoff;

    /** From which version to go on; "0" is any that the server has at hand, and empty the newest there is. */
    private String version = "0";

    private boolean isListed;
    private boolean wasListed;
    private boolean isAway;
    private boolean wasGone;

    Reflector(
            Kind kind,
            ApiClient client,
            ZoneUpdates updates,
            Patience patience,
            ScheduledExecutorService alarms,
            RandomGenerator random,
            Runnable onFirstList) {
        this.kind = kind;
        this.client = client;
        this.updates = updates;
        this.patience = patience;
        this.alarms = alarms;
        this.random = random;
        this.onFirstList = onFirstList;
        this.backoff = new Backoff(random, patience.firstWait(), patience.lastWait());
    }

    /** Goes on until the thread is interrupted. */
    void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (isListed) {
                    watch();
                } else {
                    list();
                }
            } catch (InterruptedException _) {
                return;
            } catch (IOException | UncheckedIOException | JacksonException e) {
                if (Thread.currentThread().isInterrupted() || !recover(e)) {
                    return;
                }
            }
        }
    }

    /** Returns whether to go on. */
    private boolean recover(Exception failure) {
        if (failure instanceof ApiException answer && answer.isGone()) {
            log.debug("{}: {}, listing anew", kind, failure.getMessage());
            isListed = false;
            // Even the list is too old when it was the one that failed.
            version = "";
            boolean isAgain = wasGone;
            wasGone = true;
            return !isAgain || pause();
        }
        if (!isAway) {
            isAway = true;
            log.warn("{} cannot be had: {}; what is known stays in force", kind, reason(failure));
        }
        return pause();
    }

    /** Returns whether to go on. */
    private boolean pause() {
        try {
            Thread.sleep(backoff.next());
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The API is well. */
    private void working() {
        backoff.reset();
        wasGone = false;
    }

    private void list() throws IOException, InterruptedException {
        long now = System.nanoTime();
        var puts = new ArrayList<Change>();
        var parameters = parameters();
        parameters.put("limit", PAGE);
        if (!version.isEmpty()) {
            parameters.put("resourceVersion", version);
        }
        ObjectList page;
        do {
            try (var in = client.get(kind.path(), parameters, patience.answer())) {
                var alarm = alarm(in, patience.page());
                try {
                    page = ObjectList.read(in, object -> put(object, puts));
                } finally {
                    alarm.cancel(false);
                }
            }
            // Of the first page's version, which the token carries.
            parameters.remove("resourceVersion");
            parameters.put("continue", page.next());
        } while (!page.next().isEmpty());
        version = page.version();
        updates.apply(List.of(kind.replace(puts)), now);
        isListed = true;
        back();
        log.debug("{}: {} listed, version {}", kind, puts.size(), version);
        if (!wasListed) {
            wasListed = true;
            onFirstList.run();
        }
    }

    private void watch() throws IOException, InterruptedException {
        var length =
                patience.watch().plusMillis(random.nextLong(patience.watch().toMillis()));
        var parameters = parameters();
        parameters.put("watch", "true");
        parameters.put("allowWatchBookmarks", "true");
        parameters.put("resourceVersion", version);
        parameters.put("timeoutSeconds", Long.toString(length.toSeconds()));
        try (var in = client.get(kind.path(), parameters, patience.answer())) {
            back();
            long start = System.nanoTime();
            var alarm = alarm(in, length.plus(patience.answer()));
            boolean hasTold = false;
            try {
                var lines = new Lines(in, MAX_EVENT);
                for (var line = lines.next(); line != null; line = lines.next()) {
                    take(line, System.nanoTime());
                    working();
                    hasTold = true;
                }
            } finally {
                alarm.cancel(false);
            }
            if (System.nanoTime() - start >= patience.firstWait().toNanos()) {
                working();
            } else if (!hasTold) {
                // A server that ends every watch at once must not be asked without pause.
                log.debug("{}: the watch ended at once", kind);
                pause();
            }
        }
    }

    private ScheduledFuture<?> alarm(InputStream in, Duration after) {
        return alarms.schedule(() -> closeQuietly(in), after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void take(byte[] line, long now) throws IOException {
        var event = JSON.readTree(line);
        var object = event.path("object");
        switch (event.path("type").asString("")) {
            case "ADDED", "MODIFIED" -> {
                var puts = new ArrayList<Change>();
                put(object, puts);
                updates.apply(puts.isEmpty() ? removal(object) : puts, now);
            }
            case "DELETED" -> updates.apply(removal(object), now);
            case "BOOKMARK" -> {}
            case "ERROR" ->
                throw new ApiException(
                        object.path("code").asInt(0), object.path("message").asString(""));
            default -> throw new IOException("event: " + event.path("type") + " (expected: ADDED, MODIFIED, …)");
        }
        version = object.path("metadata").path("resourceVersion").asString(version);
    }

    /** What is malformed is left out: one bad object must not keep all others from being known. */
    private void put(JsonNode object, List<Change> puts) {
        try {
            kind.put(object).ifPresent(puts::add);
        } catch (ObjectException | IllegalArgumentException e) {
            log.warn("{}: left out: {}", kind, e.getMessage());
        }
    }

    private List<Change> removal(JsonNode object) {
        try {
            return List.of(kind.remove(ObjectReader.key(object)));
        } catch (ObjectException e) {
            log.warn("{}: left out: {}", kind, e.getMessage());
            return List.of();
        }
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<String, String>();
        kind.fieldSelector().ifPresent(selector -> parameters.put("fieldSelector", selector));
        return parameters;
    }

    private void back() {
        if (isAway) {
            isAway = false;
            log.info("{} can be had again", kind);
        }
    }

    private void closeQuietly(InputStream in) {
        try {
            log.warn("{}: the server took too long", kind);
            in.close();
        } catch (IOException e) {
            log.debug("{}: not closed", kind, e);
        }
    }

    private static @Nullable String reason(Exception failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}

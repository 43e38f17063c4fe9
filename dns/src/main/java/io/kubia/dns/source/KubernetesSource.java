package io.kubia.dns.source;

import io.kubia.dns.model.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API of a Kubernetes, or of kubia's own controller: lists what there is, and then watches what changes, each kind of
 * object on a thread of its own. When the API is away the zone stays as it is.
 */
public final class KubernetesSource implements Source {
    private static final Logger log = LoggerFactory.getLogger(KubernetesSource.class);

    private final KubernetesConfig config;
    private final Patience patience;
    private final SplittableGenerator random;
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("watch-alarms").daemon().factory());
    private @Nullable ApiClient client;

    /** {@code random} spreads what many servers would else do at once. */
    public KubernetesSource(KubernetesConfig config, SplittableGenerator random) {
        this(config, Patience.usual(), random);
    }

    KubernetesSource(KubernetesConfig config, Patience patience, SplittableGenerator random) {
        this.config = config;
        this.patience = patience;
        this.random = random;
    }

    @Override
    public void start(ZoneUpdates updates) throws IOException {
        client = new ApiClient(config);
        var kinds = new ArrayList<>(List.of(Kind.NAMESPACES, Kind.SERVICES, Kind.SLICES));
        if (config.watchesPods()) {
            kinds.add(Kind.PODS);
        }
        log.info("{}: waiting for {}", config.server(), kinds);
        var missing = new AtomicInteger(kinds.size());
        for (var kind : kinds) {
            RandomGenerator own = random.split();
            var reflector = new Reflector(kind, client, updates, patience, alarms, own, () -> {
                if (missing.decrementAndGet() == 0) {
                    updates.apply(List.of(new Change.Synced()));
                    log.info("{}: {} are known", config.server(), kinds);
                }
            });
            threads.add(Thread.ofVirtual().name("watch-" + kind).start(reflector::run));
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        if (client != null) {
            client.close();
        }
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        // Last, as until then somebody may still set one.
        alarms.shutdownNow();
    }
}

package io.kubia.controller;

import io.kubia.controller.endpoint.EndpointReconciler;
import io.kubia.controller.garbage.EventReconciler;
import io.kubia.controller.garbage.GarbageReconciler;
import io.kubia.controller.garbage.NamespaceReconciler;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Loop;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.patch.PatchType;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.process.ProcessConfig;
import io.kubia.controller.runtime.process.ProcessRuntime;
import io.kubia.controller.schema.Schemas;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.RocksObjectStore;
import io.kubia.controller.store.StoreLimits;
import io.kubia.dns.Dns;
import io.kubia.dns.DnsConfig;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control plane: its parts, started from the store outwards and stopped in reverse. Data flows one way, from the API into
 * the store, from there to the loops and the kubelet, and back into the store; whoever wants to know watches it.
 */
public final class ControlPlane {
    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);
    private static final long LOG_BYTES = 10 << 20;

    private final ControlPlaneConfig config;
    private final InstantSource clock = InstantSource.system();
    private final Metrics metrics = new Metrics();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final List<Loop> loops = new ArrayList<>();
    private final ObjectStore store;
    private final Registry registry;
    private final CountDownLatch ended = new CountDownLatch(1);

    private ControlPlane(ControlPlaneConfig config) {
        this.config = config;
        store = keep(RocksObjectStore.open(config.home().state(), StoreLimits.DEFAULT, metrics));
        registry = new Registry(store, clock, () -> UUID.randomUUID().toString());
    }

    /**
     * Starts one.
     *
     * @throws IOException an address or the home cannot be had; the message says what to do
     */
    public static ControlPlane start(ControlPlaneConfig config) throws IOException {
        config.home().create();
        var controlPlane = new ControlPlane(config);
        try {
            controlPlane.startParts();
            return controlPlane;
        } catch (IOException | RuntimeException e) {
            controlPlane.stop();
            throw e;
        }
    }

    private void startParts() throws IOException {
        registry.createInitialNamespaces();
        var random = new SecureRandom();
        // The first to watch: a name resolves before anybody else is told that its pod is ready.
        var dns = Dns.start(
                DnsConfig.embedded(config.dns(), config.dnsMetrics(), config.zone(), new Names(store), random),
                System.out,
                clock,
                random);
        keep(dns::stop);
        keep(ProcessRuntime.open(processes(), clock));
        loop(new EndpointReconciler(registry));
        loop(new GarbageReconciler(registry));
        loop(new NamespaceReconciler(registry, clock));
        loop(new EventReconciler(registry, clock, EventReconciler.Limits.DEFAULT));
        loops.forEach(Loop::start);
        var api = URI.create(
                "http://" + config.api().getHostString() + ":" + config.api().getPort());
        Kubeconfig.write(config.home().kubeconfig(), api, config);
        log.info("up");
    }

    private ProcessConfig processes() {
        return new ProcessConfig(
                config.home().path(),
                config.images(),
                config.node(),
                config.dns().getHostString() + ":" + config.dns().getPort(),
                config.zone(),
                config.allowsHostPaths(),
                LOG_BYTES);
    }

    private void loop(Reconciler reconciler) {
        loops.add(keep(new Loop(reconciler, store, clock)));
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    public ObjectStore store() {
        return store;
    }

    public Registry registry() {
        return registry;
    }

    /** Changes an object by a strategic merge patch. */
    public KubeObject patch(ObjectKey key, JsonObject patch) {
        var schema = Schemas.instance().of(key.type());
        return registry.change(
                key,
                Part.WHOLE,
                present -> KubeObject.of(key.type(), PatchType.STRATEGIC_MERGE.apply(schema, present.json(), patch)),
                false);
    }

    /** Says how many pods a set shall have. */
    public void scale(ObjectKey set, int replicas) {
        registry.change(set, Part.WHOLE, present -> present.withSpec(spec -> spec.with("replicas", replicas)), false);
    }

    /** How other commands find this one. */
    public RunningControlPlane running() {
        return RunningControlPlane.ofThisProcess(
                URI.create("http://" + config.api().getHostString() + ":"
                        + config.api().getPort()),
                config.dns());
    }

    /** Returns when it has been stopped. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** What a signal does: the pods live on, unless {@code kubia down} has asked for their end. */
    public void stopOrDown() {
        if (Files.exists(config.home().downRequest())) {
            down();
        } else {
            stop();
        }
    }

    /** Stops every pod, in order, then itself. */
    public void down() {
        stop();
    }

    private void stop() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("a part was not stopped cleanly", e);
            }
        }
        ended.countDown();
    }

    /** Whether pods have outlived the control plane of a home. */
    public static boolean leftPods(Home home) throws IOException {
        if (!Files.isDirectory(home.pods())) {
            return false;
        }
        try (var children = Files.list(home.pods())) {
            return children.findAny().isPresent();
        }
    }

    /** Deletes everything of a home in which nothing runs. */
    public static void delete(Home home) throws IOException {
        try (var paths = Files.walk(home.path())) {
            for (var path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

package io.kubia.controller;

import io.kubia.controller.api.ApiConfig;
import io.kubia.controller.api.ApiParts;
import io.kubia.controller.api.ApiServer;
import io.kubia.controller.api.http.HttpConfig;
import io.kubia.controller.api.http.Token;
import io.kubia.controller.endpoint.EndpointReconciler;
import io.kubia.controller.event.StoredEvents;
import io.kubia.controller.garbage.EventReconciler;
import io.kubia.controller.garbage.GarbageReconciler;
import io.kubia.controller.garbage.NamespaceReconciler;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.Kubelet;
import io.kubia.controller.kubelet.KubeletConfig;
import io.kubia.controller.kubelet.env.PodFacts.NodeResources;
import io.kubia.controller.kubelet.pod.Timings;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.node.NodeFacts;
import io.kubia.controller.node.NodeRegistrar;
import io.kubia.controller.node.Scheduler;
import io.kubia.controller.patch.PatchType;
import io.kubia.controller.proxy.http.HttpProxies;
import io.kubia.controller.proxy.http.HttpProxyConfig;
import io.kubia.controller.proxy.service.ServiceProxies;
import io.kubia.controller.proxy.service.ServiceProxyConfig;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.runtime.process.DirectoryContents;
import io.kubia.controller.runtime.process.ProcessConfig;
import io.kubia.controller.runtime.process.ProcessRuntime;
import io.kubia.controller.schema.Schemas;
import io.kubia.controller.statefulset.StatefulSetReconciler;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.RocksObjectStore;
import io.kubia.controller.store.StoreLimits;
import io.kubia.controller.table.KubectlColumns;
import io.kubia.controller.volume.VolumeReconciler;
import io.kubia.dns.Dns;
import io.kubia.dns.DnsConfig;
import io.kubia.dns.server.Sockets;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control plane: its parts, started from the store outwards and stopped in reverse. Data flows one way, from the API into
 * the store, from there to the loops and the kubelet, and back into the store; whoever wants to know watches it.
 */
public final class ControlPlane {
    private static final Logger log = LoggerFactory.getLogger(ControlPlane.class);
    private static final long LOG_BYTES = 10 << 20;
    private static final Duration LAST_PODS = Duration.ofMinutes(5);
    private static final String VERSION = "0.1.0";
    private static final String NODE_VERSION = "v1.33.0-kubia" + VERSION;

    private final ControlPlaneConfig config;
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final Metrics metrics = new Metrics();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Loops loops = new Loops();
    private final ObjectStore store;
    private final Registry registry;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Kubelet kubelet;
    private @Nullable RunningControlPlane running;

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

    /** Whatever can be refused, an address above all, comes before the first pod. */
    private void startParts() throws IOException {
        Files.deleteIfExists(config.home().downRequest());
        var beginning = new Beginning(registry);
        beginning.create();
        var names = startNames();
        var events = keep(new StoredEvents(registry, clock));
        events.start();
        startServiceAddresses(events);
        var pods = kubelet(names, events);
        var server = keep(ApiServer.start(api(), apiParts(pods)));
        beginning.announce(server.address());
        var found = RunningControlPlane.ofThisProcess(url(server.address()), names);
        found.save(config.home());
        keep(() -> RunningControlPlane.forget(config.home()));
        Kubeconfig.write(config.home().kubeconfig(), found.api(), config);
        running = found;
        pods.start();
        startLoops(events);
        log.info(
                "up: API {}, DNS {}, home {}",
                found.api(),
                found.dns(),
                config.home().path());
    }

    /** The first to watch: a name resolves before anybody else is told that its pod is ready. */
    private InetSocketAddress startNames() throws IOException {
        var names = DnsConfig.embedded(config.dns(), config.dnsMetrics(), config.zone(), new Names(store), random);
        try {
            var dns = Dns.start(names, System.out, clock, random);
            keep(dns::stop);
            return dns.addresses().getFirst();
        } catch (IOException e) {
            // Its own flag is called otherwise here.
            throw new IOException(String.valueOf(e.getMessage()).replace("--listen", "--dns"), e);
        }
    }

    private Kubelet kubelet(InetSocketAddress names, StoredEvents events) throws IOException {
        var recorder = events.recorder("kubelet", config.nodeName());
        var facts = NodeFacts.ofThisMachine(
                config.nodeName(),
                "127.0.0.1",
                NODE_VERSION,
                "process://" + VERSION,
                config.home().path());
        new NodeRegistrar(registry, recorder, clock).register(facts);
        var containers = keep(ProcessRuntime.open(processes(names), clock));
        var pods = keep(Kubelet.of(kubelet(facts), store, registry, containers, recorder, clock));
        kubelet = pods;
        return pods;
    }

    /** Before the kubelet, which makes pods ready: who is told that one is must find it. */
    private void startServiceAddresses(StoredEvents events) {
        var sockets = Sockets.NIO.loops("services", 1);
        keep(() -> sockets.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS));
        keep(new ServiceProxies(
                        ServiceProxyConfig.DEFAULT,
                        registry,
                        store,
                        events.recorder("service-proxy", config.nodeName()),
                        clock,
                        sockets,
                        metrics))
                .start();
    }

    private void startLoops(StoredEvents events) throws IOException {
        loops.add(new StatefulSetReconciler(registry, events.recorder("statefulset-controller", ""), clock));
        loops.add(new VolumeReconciler(
                registry,
                events.recorder("persistentvolume-controller", ""),
                DirectoryContents.of(processes(config.dns()))));
        loops.add(new Scheduler(registry, events.recorder("default-scheduler", ""), clock));
        loops.add(new EndpointReconciler(registry));
        loops.add(new GarbageReconciler(registry));
        loops.add(new NamespaceReconciler(registry, clock));
        loops.add(new EventReconciler(registry, clock, EventReconciler.Limits.DEFAULT));
        loops.start(store, clock);
        keep(loops);
    }

    private ProcessConfig processes(InetSocketAddress names) {
        return new ProcessConfig(
                config.home().path(),
                config.home().addressBlock(),
                config.images(),
                config.node(),
                text(names),
                config.zone(),
                config.allowsHostPaths(),
                LOG_BYTES);
    }

    private KubeletConfig kubelet(NodeFacts facts) {
        return new KubeletConfig(
                facts.name(),
                facts.address(),
                config.zone(),
                new NodeResources(facts.cpus() * 1000L, facts.memoryBytes()),
                Timings.DEFAULT,
                KubeletConfig.STARTS_AT_ONCE);
    }

    private ApiConfig api() throws IOException {
        var http = HttpConfig.of(config.api());
        if (config.token().isPresent()) {
            http = http.withToken(
                    Token.of(Files.readString(config.token().get()).strip()));
        }
        if (config.certificate().isPresent() && config.key().isPresent()) {
            http = http.withTls(
                    new HttpConfig.Tls(config.certificate().get(), config.key().get()));
        }
        return ApiConfig.of(config.api(), VERSION).withHttp(http);
    }

    private ApiParts apiParts(Kubelet kubelet) {
        return ApiParts.of(registry, store, clock, metrics)
                .withColumns(new KubectlColumns())
                .withLogs(kubelet.logs())
                .withProxies(new HttpProxies(HttpProxyConfig.DEFAULT, store::now, random, metrics));
    }

    private URI url(InetSocketAddress address) {
        return URI.create((config.certificate().isPresent() ? "https://" : "http://") + text(address));
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
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

    /** How other commands find this one. */
    public RunningControlPlane running() {
        return Objects.requireNonNull(running);
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
        registry.change(set, Part.WHOLE, now -> now.withSpec(spec -> spec.with("replicas", replicas)), false);
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

    /** Stops every pod, the last of a set first, then itself. */
    public void down() {
        try {
            // Nothing is to bring back what is stopped now.
            loops.close();
            new Ending(store, registry).endPods();
            Objects.requireNonNull(kubelet).stopPods(LAST_PODS);
            Files.deleteIfExists(config.home().downRequest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            log.error("not everything was stopped", e);
        }
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
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}

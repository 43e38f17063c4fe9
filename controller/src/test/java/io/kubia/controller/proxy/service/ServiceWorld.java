package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.Pods;
import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.proxy.TestPods;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import io.kubia.dns.server.Sockets;
import io.kubia.role.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.InstantSource;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Services' addresses over a store in memory, whose loop is the test. */
final class ServiceWorld implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    final MemoryObjectStore store = new MemoryObjectStore();
    final Registry registry =
            new Registry(store, InstantSource.system(), () -> UUID.randomUUID().toString());
    final Metrics metrics = new Metrics();
    final Queue<String> events = new LinkedBlockingQueue<>();
    final ServiceAddresses addresses;
    private final EventLoopGroup loops = Sockets.NIO.loops("test", 2);
    private final LiveBackends backends;

    ServiceWorld(ServiceProxyConfig config) {
        registry.createInitialNamespaces();
        var counted = new ServiceProxyMetrics(metrics);
        backends = new LiveBackends(store, (service, address) -> addresses().left(service, address));
        addresses = new ServiceAddresses(
                config,
                registry,
                recorder(),
                (place, target) -> Listener.open(
                        place, loops, new Relays(config, counted, backends, InstantSource.system(), target)));
        backends.start();
    }

    private ServiceAddresses addresses() {
        return addresses;
    }

    EventRecorder recorder() {
        return (about, kind, reason, message) -> events.add(kind + " " + reason + " " + about.name() + ": " + message);
    }

    /** A service with an address of its own, which is listened at. */
    KubeObject service(String name, String port) {
        var service = registry.create(
                TestPods.service(name, "[{" + port + "}]").withSpec(spec -> spec.without("clusterIP")), false);
        addresses.reconcile(service.key());
        return service;
    }

    /** A public service that is to be found at a port of this machine. */
    KubeObject balanced(String name, int localPort) {
        var service = registry.create(Pods.object(ResourceTypes.SERVICE, """
                metadata: {name: %s, namespace: default, annotations: {kubia.dev/local-port: "%d"}}
                spec:
                  type: LoadBalancer
                  allocateLoadBalancerNodePorts: false
                  selector: {app: kubia}
                  ports: [{port: 80, targetPort: http}]
                """.formatted(name, localPort)), false);
        addresses.reconcile(service.key());
        return service;
    }

    KubeObject change(KubeObject service, UnaryOperator<JsonObject> change) {
        var changed = registry.change(service.key(), Part.WHOLE, now -> now.withSpec(change), false);
        addresses.reconcile(service.key());
        return changed;
    }

    KubeObject get(KubeObject object) {
        return registry.get(object.key());
    }

    /** Stores an object past the rules of its kind: pods come with their status. */
    KubeObject create(KubeObject object) {
        return object.type().equals(ResourceTypes.POD)
                ? store.write(new Write.Create(object)).join()
                : registry.create(object, false);
    }

    void replace(KubeObject object) {
        long version = store.now().get(object.key()).orElseThrow().resourceVersion();
        store.write(new Write.Replace(object, version)).join();
    }

    void remove(ObjectKey key) {
        long version = store.now().get(key).orElseThrow().resourceVersion();
        store.write(new Write.Remove(key, version)).join();
    }

    /** A connection to a service at its own address. */
    Socket connect(KubeObject service) throws IOException {
        var address = service.spec().text("clusterIP", "");
        int port = (int) service.spec().array("ports").objects().getFirst().number("port", 0);
        var socket = new Socket(InetAddress.ofLiteral(address), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() {
        addresses.close();
        backends.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        store.close();
    }
}

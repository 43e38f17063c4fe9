package io.kubia.controller.proxy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.proxy.TestPods;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import io.kubia.dns.server.Sockets;
import io.kubia.role.metrics.Metrics;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServiceProxiesTest {
    @Test
    void startsFollowsAndStops() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var events = new LinkedBlockingQueue<String>();
        EventRecorder recorder = (about, kind, reason, message) -> events.add(message);
        var loops = Sockets.NIO.loops("test", 1);
        try (var store = new MemoryObjectStore();
                var pod = StreamPod.echo("kubia-0", "127.0.0.1", 0)) {
            var registry = new Registry(
                    store, InstantSource.system(), () -> UUID.randomUUID().toString());
            registry.createInitialNamespaces();
            store.write(new Write.Create(TestPods.pod("kubia-0", pod.address(), true)))
                    .join();
            Socket client;
            try (var proxies = new ServiceProxies(
                    ServiceProxyConfig.DEFAULT.withClusterAddresses(false),
                    registry,
                    store,
                    recorder,
                    InstantSource.system(),
                    loops,
                    new Metrics())) {
                proxies.start();
                registry.create(
                        TestPods.service("kubia-public", "[{port: " + port + ", targetPort: http}]")
                                .withSpec(spec -> spec.without("clusterIP")),
                        false);

                assertThat(events.take()).isEqualTo("Port " + port + " can be reached at 127.0.0.1:" + port);
                client = new Socket(InetAddress.getLoopbackAddress(), port);
                assertThat(client.getInputStream().readNBytes(8)).asString().isEqualTo("kubia-0\n");
            }
            assertThat(pod.ends.take()).isEqualTo("broken");
            client.close();
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(socket.isBound()).isTrue();
            }
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}

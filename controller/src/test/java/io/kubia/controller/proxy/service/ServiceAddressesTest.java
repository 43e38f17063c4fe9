package io.kubia.controller.proxy.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.proxy.TestPods;
import io.kubia.controller.registry.DeleteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to services' addresses over real sockets. Each pass of the loop is made by the test. */
class ServiceAddressesTest {
    private static final int LARGE = 16 << 20;
    /** Addresses of pods that no other test on this machine has. */
    private static final String PODS = "127.245." + ProcessHandle.current().pid() % 250 + ".";

    private final ServiceWorld world = new ServiceWorld(ServiceProxyConfig.DEFAULT);
    private final List<StreamPod> pods = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        world.close();
        for (var pod : pods) {
            pod.close();
        }
    }

    @Test
    void connectionsAreSpreadOverReadyPods() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        for (int i = 0; i < 3; i++) {
            echo(i, true);
        }
        echo(3, false);
        var names = new ArrayList<String>();
        for (int i = 0; i < 9; i++) {
            names.add(nameOfPodAt(service));
        }

        assertThat(names.stream().distinct()).containsExactlyInAnyOrder("kubia-0", "kubia-1", "kubia-2");
        assertThat(names.stream().filter("kubia-1"::equals)).hasSize(3);
        assertThat(world.metrics.render())
                .contains("kubia_service_proxy_connections_total 9", "kubia_service_proxy_ports 1");
    }

    @Test
    void aPodCountsTheMomentItIsReady() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        assertThat(isReset(service)).isTrue();

        var pod = echo(0, false);
        assertThat(isReset(service)).isTrue();

        world.replace(TestPods.pod("kubia-0", pod.address(), true));
        assertThat(nameOfPodAt(service)).isEqualTo("kubia-0");

        world.replace(TestPods.pod("kubia-0", pod.address(), false));
        assertThat(isReset(service)).isTrue();
    }

    @Test
    void onePodThatRefusesIsNotTheLastOne() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        pods.add(echo(0, true));
        pods.removeLast().close();
        echo(1, true);
        for (int i = 0; i < 4; i++) {
            assertThat(nameOfPodAt(service)).isEqualTo("kubia-1");
        }
        assertThat(world.metrics.render()).contains("kubia_service_proxy_retries_total 2");
    }

    @Test
    void aClientKeepsItsPodWhenTheServiceSaysSo() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        for (int i = 0; i < 3; i++) {
            echo(i, true);
        }
        world.change(service, spec -> spec.with("sessionAffinity", "ClientIP"));
        var first = nameOfPodAt(service);
        for (int i = 0; i < 5; i++) {
            assertThat(nameOfPodAt(service)).isEqualTo(first);
        }
    }

    @Test
    void oneSideMayEndWhileTheOtherGoesOn() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        echo(0, true);
        try (var socket = world.connect(service)) {
            assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
            socket.getOutputStream().write("hello ".getBytes(UTF_8));
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("hello end");
        }
        assertThat(pods.getFirst().ends.take()).isEqualTo("done");
    }

    @Test
    void largeStreamsPassBothWaysAtOnce() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        echo(0, true);
        byte[] sent = new byte[LARGE];
        new SplittableRandom(3).nextBytes(sent);
        try (var socket = world.connect(service)) {
            assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
            var sending = CompletableFuture.runAsync(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(socket.getInputStream().readNBytes(LARGE)).isEqualTo(sent);
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("end");
            sending.join();
        }
    }

    @Test
    void aSlowReaderIsWaitedForAndHoldsLittle() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        var written = new AtomicLong();
        var pod = StreamPod.start(PODS + 2, 0, (in, out) -> {
            byte[] piece = new byte[64 * 1024];
            for (long left = LARGE * 4L; left > 0; left -= piece.length) {
                out.write(piece);
                written.addAndGet(piece.length);
            }
        });
        pods.add(pod);
        world.create(TestPods.pod("kubia-0", pod.address(), true));
        try (var socket = world.connect(service)) {
            long read = 0;
            byte[] piece = new byte[256 * 1024];
            for (int n = socket.getInputStream().read(piece);
                    n >= 0;
                    n = socket.getInputStream().read(piece)) {
                read += n;
                assertThat(written.get() - read).isLessThan(LARGE * 2L);
            }
            assertThat(read).isEqualTo(LARGE * 4L);
        }
    }

    @Test
    void otherPortsAndTypesAreFollowed() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        echo(0, true);
        assertThat(nameOfPodAt(service)).isEqualTo("kubia-0");

        var moved = world.change(
                service,
                spec -> spec.with(
                        "ports",
                        io.kubia.controller.json.JsonArray.of(
                                spec.array("ports").objects().getFirst().with("port", 18081))));
        assertThat(nameOfPodAt(moved)).isEqualTo("kubia-0");
        assertThatThrownBy(() -> world.connect(service)).isInstanceOf(ConnectException.class);

        world.change(moved, spec -> spec.with("type", "ExternalName").with("externalName", "example.com"));
        assertThatThrownBy(() -> world.connect(moved)).isInstanceOf(ConnectException.class);
        assertThat(world.metrics.render()).contains("kubia_service_proxy_ports 0");
    }

    @Test
    void whatIsUnderWayWhenTheServiceGoesMayFinish() throws Exception {
        var service = world.service("kubia", "port: 18080, targetPort: http");
        echo(0, true);
        try (var socket = world.connect(service)) {
            assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
            world.registry.delete(service.key(), DeleteOptions.DEFAULT);
            world.addresses.reconcile(service.key());
            assertThatThrownBy(() -> world.connect(service)).isInstanceOf(ConnectException.class);

            socket.getOutputStream().write("still here".getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .isEqualTo("still hereend");
        }
    }

    @Test
    void whatDoesNotFinishInTimeAfterItsPodIsGoneIsCut() throws Exception {
        try (var hasty = new ServiceWorld(ServiceProxyConfig.DEFAULT.withDrain(Duration.ofMillis(50)))) {
            var service = hasty.service("kubia", "port: 18080, targetPort: http");
            var pod = StreamPod.echo("kubia-0", PODS + 2, 0);
            pods.add(pod);
            hasty.create(TestPods.pod("kubia-0", pod.address(), true));
            try (var socket = hasty.connect(service)) {
                assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
                hasty.remove(ObjectKey.of(ResourceTypes.POD, "default", "kubia-0"));

                assertThat(isCut(socket)).isTrue();
            }
        }
    }

    @Test
    void whatIsIdleTooLongIsCut() throws Exception {
        try (var hasty = new ServiceWorld(ServiceProxyConfig.DEFAULT.withLimits(Duration.ofMillis(50), 10))) {
            var service = hasty.service("kubia", "port: 18080, targetPort: http");
            var pod = StreamPod.echo("kubia-0", PODS + 2, 0);
            pods.add(pod);
            hasty.create(TestPods.pod("kubia-0", pod.address(), true));
            try (var socket = hasty.connect(service)) {
                assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
                assertThat(isCut(socket)).isTrue();
            }
            assertThat(pod.ends.take()).isEqualTo("broken");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreTurnedAway() throws Exception {
        try (var small = new ServiceWorld(ServiceProxyConfig.DEFAULT.withLimits(Duration.ofHours(1), 1))) {
            var service = small.service("kubia", "port: 18080, targetPort: http");
            var pod = StreamPod.echo("kubia-0", PODS + 2, 0);
            pods.add(pod);
            small.create(TestPods.pod("kubia-0", pod.address(), true));
            try (var first = small.connect(service)) {
                assertThat(line(first.getInputStream())).isEqualTo("kubia-0");
                try (var second = small.connect(service)) {
                    assertThat(isCut(second)).isTrue();
                }
            }
            assertThat(small.metrics.render()).contains("kubia_service_proxy_turned_away_total{reason=\"limit\"} 1");
        }
    }

    @Test
    void aPortInUseIsToldOfOnceAndTakenWhenItIsFree() throws Exception {
        echo(0, true);
        Outcome refused;
        KubeObject service;
        int port;
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = other.getLocalPort();
            service = world.balanced("shop", port);
            refused = world.addresses.reconcile(service.key());
            assertThat(world.events)
                    .containsExactly("WARNING PortInUse shop: 127.0.0.1:" + port + " for port 80 is in use: end what"
                            + " listens there, or choose another by kubectl annotate service shop -n default"
                            + " --overwrite kubia.dev/local-port=PORT");
            assertThat(world.get(service).status().object("loadBalancer").isEmpty())
                    .isTrue();
        }
        assertThat(refused).isEqualTo(Outcome.again(ServiceProxyConfig.DEFAULT.retry()));
        world.events.clear();

        assertThat(world.addresses.reconcile(service.key())).isEqualTo(Outcome.DONE);
        assertThat(world.events).containsExactly("NORMAL Listening shop: Port 80 can be reached at 127.0.0.1:" + port);
        assertThat(world.get(service)
                        .status()
                        .object("loadBalancer")
                        .array("ingress")
                        .objects())
                .containsExactly(JsonObject.of("ip", Json.of("127.0.0.1")));
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
        }
    }

    @Test
    void aPlaceThatAnotherServiceHasIsNamed() throws Exception {
        int port = freePort();
        var first = world.balanced("first", port);
        var second = world.balanced("second", port);

        assertThat(world.events)
                .filteredOn(event -> event.contains("second"))
                .containsExactly("WARNING PortInUse second: 127.0.0.1:" + port + " for port 80 is taken by service"
                        + " default/first: choose another by kubectl annotate service second -n default --overwrite"
                        + " kubia.dev/local-port=PORT");

        world.registry.delete(first.key(), DeleteOptions.DEFAULT);
        world.addresses.reconcile(first.key());
        assertThat(world.addresses.reconcile(second.key())).isEqualTo(Outcome.DONE);
    }

    @Test
    void everyNodePortIsServed() throws Exception {
        echo(0, true);
        var service = world.create(TestPods.service("kubia", "[{port: 18080, targetPort: http}]")
                .withSpec(spec -> spec.with("type", "NodePort").without("clusterIP")));
        world.addresses.reconcile(service.key());
        int port = (int)
                world.get(service).spec().array("ports").objects().getFirst().number("nodePort", 0);

        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(line(socket.getInputStream())).isEqualTo("kubia-0");
        }
    }

    @Test
    void whatPeopleSayIsBehindAServiceIsBehindIt() throws Exception {
        var service = world.service("outside", "port: 18080");
        world.change(service, spec -> spec.without("selector"));
        var pod = StreamPod.echo("outside", PODS + 9, 0);
        pods.add(pod);
        assertThat(isReset(service)).isTrue();

        world.create(io.kubia.controller.endpoint.Pods.object(
                ResourceTypes.ENDPOINTS, """
                metadata: {name: outside, namespace: default}
                subsets: [{addresses: [{ip: %s}], ports: [{port: %d, protocol: TCP}]}]
                """.formatted(PODS + 9, pod.address().getPort())));

        assertThat(nameOfPodAt(service)).isEqualTo("outside");
    }

    /** All pods have the same port, each at its own address. */
    private StreamPod echo(int ordinal, boolean ready) throws IOException {
        int port = pods.isEmpty() ? 0 : pods.getFirst().address().getPort();
        var pod = StreamPod.echo("kubia-" + ordinal, PODS + (ordinal + 2), port);
        pods.add(pod);
        world.create(TestPods.pod("kubia-" + ordinal, pod.address(), ready));
        return pod;
    }

    private String nameOfPodAt(KubeObject service) throws IOException {
        try (var socket = world.connect(service)) {
            return line(socket.getInputStream());
        }
    }

    private boolean isReset(KubeObject service) throws IOException {
        try (var socket = world.connect(service)) {
            return isCut(socket);
        }
    }

    private static boolean isCut(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("ended after '" + line + "'");
            }
            line.append((char) next);
        }
        return line.toString();
    }
}

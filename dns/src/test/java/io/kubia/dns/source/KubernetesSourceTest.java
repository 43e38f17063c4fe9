package io.kubia.dns.source;

import static io.kubia.dns.source.FakeApi.NAMESPACES;
import static io.kubia.dns.source.FakeApi.PODS;
import static io.kubia.dns.source.FakeApi.SERVICES;
import static io.kubia.dns.source.FakeApi.SLICES;
import static io.kubia.dns.source.FakeApi.body;
import static io.kubia.dns.source.FakeApi.stall;
import static io.kubia.dns.source.FakeApi.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the API does, the zone ends as the API's objects are, and nothing that was known is lost on the way. */
class KubernetesSourceTest {
    private static final Duration LONG = Watched.PATIENCE;

    /** One that does not make a test wait, and one whose time limits nothing here comes close to. */
    private static final Patience QUICK = new Patience(LONG, LONG, LONG, Duration.ofMillis(20), Duration.ofMillis(100));

    @TempDir
    private Path folder;

    private final Watched zone = new Watched();

    @Test
    void patienceOfUsualInstallations() {
        assertThat(Patience.usual())
                .isEqualTo(new Patience(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(800),
                        Duration.ofSeconds(30)));
    }

    @Test
    void listsAndThenWatches() throws IOException {
        try (var api = FakeApi.start()) {
            api.putHeadless("kubia", "10.42.0.3");
            try (var _ = start(api)) {
                zone.awaitSynced();
                zone.assertAddresses("kubia", "10.42.0.3");
                api.putSlice("kubia", "10.42.0.3", "10.42.0.4");
                zone.awaitAddresses("kubia", "10.42.0.3", "10.42.0.4");
                api.putService("api", "10.43.0.10");
                zone.awaitAddresses("api", "10.43.0.10");
                api.remove(SERVICES, "api");
                zone.awaitAddresses("api");
                api.remove(SLICES, "kubia-1");
                zone.awaitAddresses("kubia");
            }
            var list = api.lists(SERVICES).getFirst().parameters();
            assertThat(list).containsEntry("limit", "500").containsEntry("resourceVersion", "0");
            var watch = api.watches(SERVICES).getFirst().parameters();
            assertThat(watch)
                    .containsEntry("watch", "true")
                    .containsEntry("allowWatchBookmarks", "true")
                    .containsEntry("resourceVersion", "102");
            assertThat(Integer.parseInt(watch.getOrDefault("timeoutSeconds", "0")))
                    .isBetween((int) LONG.toSeconds(), 2 * (int) LONG.toSeconds());
            assertThat(api.requests(PODS)).isEmpty();
        }
    }

    @Test
    void nothingIsAnsweredUntilAllKindsAreKnown() throws IOException {
        try (var api = FakeApi.start()) {
            api.putHeadless("kubia", "10.42.0.3");
            var held = new CountDownLatch(1);
            api.failNext(SLICES, status(500), status(503), out -> held.await());
            try (var _ = start(api)) {
                api.awaitWatches(SERVICES, 1);
                api.awaitWatches(NAMESPACES, 1);
                Watched.await("third try", () -> api.lists(SLICES).size() == 3);
                assertThat(zone.isSynced()).isFalse();
                assertThat(zone.code("nosuch.default.svc.cluster.local.")).isEqualTo("SERVFAIL");
                held.countDown();
                zone.awaitSynced();
                assertThat(zone.code("nosuch.default.svc.cluster.local.")).isEqualTo("NXDOMAIN");
            }
        }
    }

    @Test
    void readsListsPageByPage() throws IOException {
        try (var api = FakeApi.withPages(2)) {
            for (int i = 0; i < 5; i++) {
                api.putService("service-" + i, "10.43.0." + i);
            }
            try (var _ = start(api)) {
                zone.awaitSynced();
                assertThat(zone.services()).isEqualTo(5);
                // All of one moment, which the token of the first page stands for.
                assertThat(api.lists(SERVICES))
                        .extracting(request -> request.parameters().get("continue"))
                        .containsExactly(null, "2", "4");
                assertThat(api.lists(SERVICES).get(1).parameters()).doesNotContainKey("resourceVersion");
            }
        }
    }

    @Test
    void aListThatHasExpiredIsBegunAnew() throws IOException {
        try (var api = FakeApi.withPages(1)) {
            api.putService("one", "10.43.0.1");
            api.putService("two", "10.43.0.2");
            api.failNext(
                    SERVICES,
                    body("{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"x\"},\"items\":[]}"),
                    status(410));
            try (var _ = start(api)) {
                zone.awaitSynced();
                assertThat(zone.services()).isEqualTo(2);
                var anew = api.lists(SERVICES).get(2).parameters();
                assertThat(anew).doesNotContainKeys("resourceVersion", "continue");
            }
        }
    }

    @Test
    void goesOnFromTheLastBookmark() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            try (var _ = start(api)) {
                zone.awaitSynced();
                api.awaitWatches(SERVICES, 1);
                long marked = api.bookmark(SERVICES);
                // Behind the bookmark, so that it has been read by then.
                api.say(SERVICES, "{\"type\":\"ADDED\",\"object\":" + service("more", "10.43.0.2", marked) + "}");
                zone.awaitAddresses("more", "10.43.0.2");
                api.endWatches();
                api.awaitWatches(SERVICES, 2);
                assertThat(api.watches(SERVICES).get(1).parameters())
                        .containsEntry("resourceVersion", String.valueOf(marked));
                assertThat(api.lists(SERVICES)).hasSize(1);
            }
        }
    }

    @Test
    void whatChangedBetweenTwoWatchesIsNotMissed() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            api.putService("old", "10.43.0.9");
            try (var _ = start(api)) {
                zone.awaitSynced();
                for (int i = 2; i < 12; i++) {
                    if (i % 2 == 0) {
                        api.cut();
                    } else {
                        api.endWatches();
                    }
                    api.putService("api", "10.43.0." + i);
                    zone.awaitAddresses("api", "10.43.0." + i);
                }
                api.cut();
                api.remove(SERVICES, "old");
                zone.awaitAddresses("old");
                assertThat(api.lists(SERVICES)).hasSize(1);
            }
        }
    }

    @Test
    void goneMeansToListAnew() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            api.putService("old", "10.43.0.9");
            try (var _ = start(api)) {
                zone.awaitSynced();
                api.awaitWatches(SERVICES, 1);
                // All that happens while nobody watches, and is forgotten before anybody does again.
                api.failNext(SERVICES, out -> {
                    api.remove(SERVICES, "old");
                    api.putService("api", "10.43.0.2");
                    api.compact();
                    status(410).answer(out);
                });
                api.endWatches();
                zone.awaitAddresses("api", "10.43.0.2");
                zone.assertAddresses("old");
                assertThat(api.lists(SERVICES)).hasSize(2);
                assertThat(api.lists(SERVICES).get(1).parameters()).doesNotContainKey("resourceVersion");
            }
        }
    }

    @Test
    void goneMayComeAsAnEvent() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            try (var _ = start(api)) {
                zone.awaitSynced();
                api.awaitWatches(SERVICES, 1);
                api.say(
                        SERVICES,
                        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"too old\"}}");
                api.putService("api", "10.43.0.2");
                zone.awaitAddresses("api", "10.43.0.2");
                Watched.await("second list", () -> api.lists(SERVICES).size() == 2);
            }
        }
    }

    @Test
    void aServerThatIsAwayChangesNothingAndIsFoundAgain() throws IOException {
        int port;
        var api = FakeApi.start();
        api.putService("api", "10.43.0.1");
        port = api.address().getPort();
        try (var _ = start(api)) {
            zone.awaitSynced();
            api.awaitWatches(SERVICES, 1);
            api.close();
            zone.assertAddresses("api", "10.43.0.1");
            try (var next = FakeApi.on(again(port), 500)) {
                // Another one, which knows nothing of the versions of the first: it says that they are gone.
                next.putService("api", "10.43.0.2");
                next.compact();
                next.failNext(SERVICES, status(410));
                zone.awaitAddresses("api", "10.43.0.2");
            }
        }
    }

    @Test
    void isThereBeforeTheServer() throws IOException {
        var reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = reserved.getLocalPort();
        reserved.close();
        var config =
                new KubernetesConfig(URI.create("http://127.0.0.1:" + port), Optional.empty(), Optional.empty(), false);
        try (var source = new KubernetesSource(config, QUICK, new SplittableRandom(1))) {
            source.start(zone.updates());
            assertThat(zone.code("api.default.svc.cluster.local.")).isEqualTo("SERVFAIL");
            try (var api = FakeApi.on(again(port), 500)) {
                api.putService("api", "10.43.0.1");
                zone.awaitSynced();
                zone.assertAddresses("api", "10.43.0.1");
            }
        }
    }

    @Test
    void aBrokenServerIsAskedAgain() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            api.failNext(
                    SERVICES,
                    _ -> {},
                    out -> out.write("nonsense\r\n\r\n".getBytes(UTF_8)),
                    out -> out.write("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{".getBytes(UTF_8)),
                    body(""),
                    body("<html>"),
                    body("[]"),
                    body("{\"items\":[]}"),
                    body("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":7}"),
                    body("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{"),
                    status(302),
                    status(404));
            try (var _ = start(api)) {
                zone.awaitSynced();
                zone.assertAddresses("api", "10.43.0.1");
                api.awaitWatches(SERVICES, 1);
                api.failNext(
                        SERVICES,
                        body("{\n"),
                        body("nonsense\n"),
                        body("[]\n"),
                        body("{\"type\":\"NOSUCH\",\"object\":{}}\n"),
                        body("{\"type\":\"ERROR\",\"object\":{\"code\":500}}\n"),
                        status(500));
                api.endWatches();
                api.putService("api", "10.43.0.2");
                zone.awaitAddresses("api", "10.43.0.2");
                assertThat(api.lists(SERVICES)).hasSize(12);
            }
        }
    }

    @Test
    void whatIsMalformedIsLeftOutAndKeepsNothingElseOut() throws IOException {
        try (var api = FakeApi.start()) {
            api.putService("bad", "10.43.0.300");
            api.putService("api", "10.43.0.1");
            api.put(NAMESPACES, "Bad_Name", "", "");
            try (var _ = start(api)) {
                zone.awaitSynced();
                assertThat(zone.services()).isEqualTo(1);
                api.putService("bad", "10.43.0.3");
                zone.awaitAddresses("bad", "10.43.0.3");
                api.putService("bad", "nonsense");
                zone.awaitAddresses("bad");
                zone.assertAddresses("api", "10.43.0.1");
            }
        }
    }

    @Test
    void aSlowServerIsReadAsItComes() throws IOException {
        try (var api = FakeApi.start()) {
            api.failNext(SERVICES, out -> {
                var text = "{\"metadata\":{\"resourceVersion\":\"100\"},\"items\":[" + service("api", "10.43.0.1", 1)
                        + "]}";
                out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
                for (byte b : text.getBytes(UTF_8)) {
                    out.write(b);
                    out.flush();
                }
            });
            try (var _ = start(api)) {
                zone.awaitSynced();
                zone.assertAddresses("api", "10.43.0.1");
            }
        }
    }

    @Test
    void aServerThatStallsIsGivenUp() throws IOException {
        var brief = Duration.ofMillis(300);
        try (var api = FakeApi.start()) {
            api.putService("api", "10.43.0.1");
            api.failNext(
                    SERVICES,
                    out -> Thread.sleep(LONG),
                    stall("{\"metadata\":{\"resourceVersion\":\"1\"},\"items\":["));
            var patience = new Patience(brief, brief, brief, QUICK.firstWait(), QUICK.lastWait());
            try (var source = new KubernetesSource(config(api, Optional.empty()), patience, new SplittableRandom(1))) {
                source.start(zone.updates());
                zone.awaitSynced();
                // A watch that says nothing and does not end: the server was told to end it.
                api.failNext(SERVICES, stall(""));
                api.endWatches();
                api.awaitWatches(SERVICES, 3);
                api.putService("api", "10.43.0.2");
                zone.awaitAddresses("api", "10.43.0.2");
            }
        }
    }

    @Test
    void aServerThatEndsEveryWatchAtOnceIsNotAskedWithoutPause() throws IOException {
        checkPauses(body(""));
    }

    @Test
    void aServerThatFindsEveryVersionGoneIsNotAskedWithoutPause() throws IOException {
        checkPauses(status(410));
    }

    private void checkPauses(FakeApi.Fault fault) throws IOException {
        var wait = Duration.ofMillis(50);
        var patience = new Patience(LONG, LONG, LONG, wait, wait);
        try (var api = FakeApi.start();
                var source = new KubernetesSource(config(api, Optional.empty()), patience, new SplittableRandom(1))) {
            source.start(zone.updates());
            zone.awaitSynced();
            api.awaitWatches(NAMESPACES, 1);
            FakeApi.Fault[] faults = Stream.generate(() -> fault).limit(5).toArray(FakeApi.Fault[]::new);
            // Of a kind that is listed in between, each second request is a list, which succeeds.
            api.failNextWatches(NAMESPACES, faults);
            api.endWatches();
            api.awaitWatches(NAMESPACES, 7);
            var watches = api.watches(NAMESPACES);
            // The first comes at once, as the watch before had been well.
            long nanos = watches.get(6).nanos() - watches.get(2).nanos();
            assertThat(Duration.ofNanos(nanos)).isGreaterThanOrEqualTo(wait.multipliedBy(4));
        }
    }

    @Test
    void theTokenIsReadForEachRequest() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "first\n");
        try (var api = FakeApi.start()) {
            api.requireToken("first");
            api.putService("api", "10.43.0.1");
            try (var source = new KubernetesSource(config(api, Optional.of(file)), QUICK, new SplittableRandom(1))) {
                source.start(zone.updates());
                zone.awaitSynced();
                api.awaitWatches(SERVICES, 1);
                api.requireToken("second");
                api.endWatches();
                api.awaitWatches(SERVICES, 2);
                // One that is no token must not end us.
                Files.writeString(file, "two\nlines");
                Files.writeString(file, "second");
                api.putService("api", "10.43.0.2");
                zone.awaitAddresses("api", "10.43.0.2");
                assertThat(api.requests(SERVICES).getFirst().authorization()).isEqualTo("Bearer first");
            }
        }
    }

    @Test
    void aFileThatHoldsNoTokenIsWaitedFor() throws IOException {
        var file = Files.writeString(folder.resolve("token"), "two\nlines");
        try (var api = FakeApi.start();
                var source = new KubernetesSource(config(api, Optional.of(file)), QUICK, new SplittableRandom(1))) {
            api.requireToken("right");
            source.start(zone.updates());
            assertThat(zone.isSynced()).isFalse();
            Files.writeString(file, "right");
            zone.awaitSynced();
        }
    }

    @Test
    void podsAreWatchedWhenTheyAreVerified() throws IOException {
        try (var api = FakeApi.start()) {
            var config = new KubernetesConfig(api.uri(), Optional.empty(), Optional.empty(), true);
            try (var source = new KubernetesSource(config, QUICK, new SplittableRandom(1))) {
                source.start(zone.updates());
                zone.awaitSynced();
                assertThat(api.lists(PODS).getFirst().parameters())
                        .containsEntry(
                                "fieldSelector", "status.phase!=Succeeded,status.phase!=Failed,status.phase!=Unknown");
            }
        }
    }

    @Test
    void closesWhateverItIsWaitingFor() throws IOException {
        for (var fault : List.<FakeApi.Fault>of(out -> Thread.sleep(LONG), stall("{"), status(500))) {
            try (var api = FakeApi.start()) {
                api.failNext(SERVICES, fault, fault, fault, fault, fault, fault);
                var source = start(api);
                Watched.await("request", () -> !api.requests(SERVICES).isEmpty());
                long start = System.nanoTime();
                source.close();
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            }
        }
    }

    @Test
    void aFileThatIsNoCaIsSaid() throws IOException {
        var file = Files.writeString(folder.resolve("ca.crt"), "nonsense");
        var config =
                new KubernetesConfig(URI.create("https://127.0.0.1:1"), Optional.empty(), Optional.of(file), false);
        try (var source = new KubernetesSource(config, QUICK, new SplittableRandom(1))) {
            assertThatThrownBy(() -> source.start(zone.updates()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("CA: " + file)
                    .hasMessageEndingWith("(expected: certificates in PEM)");
        }
    }

    private KubernetesSource start(FakeApi api) throws IOException {
        var source = new KubernetesSource(config(api, Optional.empty()), QUICK, new SplittableRandom(1));
        source.start(zone.updates());
        return source;
    }

    private static KubernetesConfig config(FakeApi api, Optional<Path> token) {
        return new KubernetesConfig(api.uri(), token, Optional.empty(), false);
    }

    private static String service(String name, String address, long version) {
        return "{\"metadata\":{\"name\":\"%s\",\"namespace\":\"default\",\"resourceVersion\":\"%d\"},\"spec\":{\"clusterIP\":\"%s\"}}"
                .formatted(name, version, address);
    }

    /** A port that was ours a moment ago: the kernel frees it when the last thread has let go of it. */
    private static ServerSocket again(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        Watched.await("port " + port, () -> {
            try {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            } catch (IOException inUse) {
                return false;
            }
        });
        return socket;
    }
}

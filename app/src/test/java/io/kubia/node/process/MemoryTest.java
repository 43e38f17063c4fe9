package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of clients that ask for much and read nothing, or announce much and send some of it: a node that kept what it
 * owes them, or what they sent, would need gigabytes. Its memory stays under what its limits add up to, and everybody
 * else is served.
 */
class MemoryTest {
    private static final int LARGEST = 16 << 20;
    private static final int CLIENTS = 300;
    /** Heap, buffers, code, classes and the store of {@code node.options}, all at their limits, and the JVM itself. */
    private static final long MAX_RESIDENT_MB = 320;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy = new AtomicInteger();
    private NameServer dns;
    private NodeProcess node;

    @BeforeEach
    void start(@TempDir Path volume) throws IOException {
        dns = NameServer.start();
        node = NodeProcess.start(volume, "--dns", dns.address(), "--peer-port", "srv", "--dns-max-ttl", "1s");
        assertThat(node.post(new byte[LARGEST]).status()).isEqualTo(200);
    }

    @AfterEach
    void stop() throws IOException {
        for (var wire : wires) {
            wire.close();
        }
        threads.close();
        node.close();
        dns.close();
    }

    @Test
    void isBoundedWhenReadersDoNotRead() {
        everyClient(wire -> {
            for (int i = 0; i < 100; i++) {
                wire.send(Wire.head("GET", "/data") + "\r\n");
            }
        });
        assertServesOthersWithin("readers that do not read");
    }

    @Test
    void isBoundedWhenManyUploadAtOnce() {
        everyClient(wire -> {
            wire.send(Wire.head("POST", "/", "Content-Length: " + LARGEST) + "\r\n");
            // All but the end, so that each of them is still an upload under way.
            for (int sent = 0; sent < LARGEST / 16; sent += 1 << 16) {
                wire.send(new byte[1 << 16]);
            }
        });
        assertServesOthersWithin("uploads that do not end");
    }

    @Test
    void isBoundedWhenReadersOfAClusterDoNotRead() {
        // Its own data eight times over, as if eight peers had as much: 128 MiB for each reader.
        dns.pods(Collections.nCopies(8, node.address()));
        assertThat(node.post("small".getBytes(UTF_8)).status()).isEqualTo(200);
        Await.until("peers", NodeProcess.DEADLINE, () -> node.get("/").text().contains("kubia-7"));
        assertThat(node.post(new byte[LARGEST]).status()).isEqualTo(200);
        everyClient(wire -> wire.send(Wire.head("GET", "/") + "\r\n"));
        assertServesOthersWithin("readers of the cluster that do not read");
    }

    private interface Client {
        void run(Wire wire) throws IOException;
    }

    /** Each on a connection of its own, and left there, blocked or done. */
    private void everyClient(Client client) {
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        var connected = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            threads.execute(() -> {
                try {
                    var wire = node.connect();
                    wires.add(wire);
                    connected.incrementAndGet();
                    client.run(wire);
                } catch (IOException e) {
                    failures.add(e.toString());
                } finally {
                    busy.incrementAndGet();
                }
            });
        }
        Await.until("all clients connected", NodeProcess.DEADLINE, () -> connected.get() == CLIENTS);
        Await.until("a while of this", NodeProcess.DEADLINE, new Steady(() -> node.residentMb() * 1000 + busy.get()));
        assertThat(failures).isEmpty();
    }

    private void assertServesOthersWithin(String load) {
        for (int i = 0; i < 20; i++) {
            assertThat(node.post("small".getBytes(UTF_8)).status()).isEqualTo(200);
            assertThat(node.get("/data").text()).isEqualTo("small");
        }
        long resident = node.residentMb();
        System.out.printf("%s: resident %d MB with %d clients%n", load, resident, CLIENTS);
        assertThat(resident).isLessThan(MAX_RESIDENT_MB);
        assertThat(node.faults()).isEmpty();
    }
}

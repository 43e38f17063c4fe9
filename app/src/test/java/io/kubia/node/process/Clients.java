package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that write to a node, and one that reads, until it dies; all of them tell the {@link Ledger}. Their writes go
 * from one byte to several hundred kilobytes, so that what a node keeps in memory, what it streams, and what its store
 * splits are all hit, and a few are deletes.
 */
final class Clients implements AutoCloseable {
    private static final int WRITERS = 6;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Ledger ledger;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Future<?>> running = new ArrayList<>();

    Clients(Ledger ledger) {
        this.ledger = ledger;
    }

    void write(NodeProcess node, SplittableRandom random) {
        for (int client = 0; client < WRITERS; client++) {
            int me = client;
            var mine = random.split();
            running.add(threads.submit(() -> writeUntilTheEnd(node, me, mine)));
        }
        running.add(threads.submit(() -> readUntilTheEnd(node)));
    }

    /** Returns when all have noticed that the node is gone; fails with what the first of them found wrong. */
    void awaitTheEnd() throws InterruptedException, TimeoutException {
        for (var each : running) {
            try {
                each.get(NodeProcess.DEADLINE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError("a client found: " + e.getMessage(), e);
            }
        }
        running.clear();
    }

    private void writeUntilTheEnd(NodeProcess node, int client, SplittableRandom random) {
        try (var wire = Wire.to(node.address(), Duration.ofSeconds(10))) {
            while (true) {
                write(wire, client, random);
            }
        } catch (IOException killed) {
            // What was under way stays so in the ledger.
        }
    }

    private void write(Wire wire, int client, SplittableRandom random) throws IOException {
        int number = numbers.incrementAndGet();
        Answer answer;
        Ledger.Attempt attempt;
        if (random.nextInt(20) == 0) {
            attempt = ledger.begin(client, number, Reading.NONE);
            answer = wire.request("DELETE", "/data");
        } else {
            byte[] value = value(client, number, random);
            attempt = ledger.begin(client, number, Reading.digest(value));
            answer = wire.post(value);
        }
        assertThat(answer.status()).as("%s: %s", attempt, answer).isEqualTo(200);
        ledger.acknowledged(attempt, answer.sequence().orElseThrow());
    }

    /** Data that names its writer as far as it has room for that. */
    static byte[] value(int client, int number, SplittableRandom random) {
        int size = switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> random.nextInt(1, 64);
            case 4, 5, 6 -> random.nextInt(64, 16 * 1024);
            case 7, 8 -> random.nextInt(16 * 1024, 256 * 1024);
            default -> random.nextInt(256 * 1024, 768 * 1024);
        };
        var value = new byte[size];
        random.nextBytes(value);
        var name = "client %d, number %d\n".formatted(client, number).getBytes(US_ASCII);
        System.arraycopy(name, 0, value, 0, Math.min(name.length, size));
        return value;
    }

    private void readUntilTheEnd(NodeProcess node) {
        try (var wire = Wire.to(node.address(), Duration.ofSeconds(10))) {
            while (true) {
                long floor = ledger.highest();
                ledger.read(Reading.of(wire.get("/data")), floor);
            }
        } catch (IOException killed) {
            // That is how it ends.
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}

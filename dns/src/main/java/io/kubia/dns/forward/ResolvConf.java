package io.kubia.dns.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that the system itself asks (resolv.conf(5)). Laptops change networks: the file is read again, at most
 * every few seconds and only when somebody asks. Who asks does not wait for it and is given what it said before.
 */
public final class ResolvConf implements Servers {
    private static final Logger log = LoggerFactory.getLogger(ResolvConf.class);

    private static final Path SYSTEM = Path.of("/etc/resolv.conf");
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int PORT = 53;
    private static final int MAX_SIZE = 64 << 10;

    /** More than the system's own resolver would ask. */
    private static final int MAX_SERVERS = 8;

    private final Path file;
    private final Predicate<InetSocketAddress> isSelf;
    private final LongSupplier nanoTime;
    private final AtomicLong lookedAt;
    private volatile List<InetSocketAddress> servers;

    /** {@code isSelf}: which addresses are this very server's, which must not ask itself. */
    public ResolvConf(Predicate<InetSocketAddress> isSelf) {
        this(SYSTEM, isSelf, System::nanoTime);
    }

    ResolvConf(Path file, Predicate<InetSocketAddress> isSelf, LongSupplier nanoTime) {
        this.file = file;
        this.isSelf = isSelf;
        this.nanoTime = nanoTime;
        this.lookedAt = new AtomicLong(nanoTime.getAsLong());
        this.servers = read();
    }

    @Override
    public List<InetSocketAddress> now() {
        long now = nanoTime.getAsLong();
        long last = lookedAt.get();
        if (now - last >= LOOK_NANOS && lookedAt.compareAndSet(last, now)) {
            Thread.ofVirtual().name("resolv-conf").start(this::look);
        }
        return servers;
    }

    private void look() {
        var newest = read();
        if (!newest.equals(servers)) {
            log.info("{}: the servers are now {}", file, newest);
            servers = newest;
        }
    }

    private List<InetSocketAddress> read() {
        var found = new ArrayList<InetSocketAddress>();
        try (var in = Files.newInputStream(file)) {
            for (var line :
                    new String(in.readNBytes(MAX_SIZE), java.nio.charset.StandardCharsets.ISO_8859_1).split("\n", -1)) {
                var words = line.strip().split("\\s+", -1);
                if (words.length >= 2 && words[0].equals("nameserver") && found.size() < MAX_SERVERS) {
                    add(words[1], found);
                }
            }
        } catch (IOException e) {
            log.debug("{}: not read", file, e);
        }
        return List.copyOf(found);
    }

    private void add(String word, List<InetSocketAddress> found) {
        try {
            var server = new InetSocketAddress(InetAddress.ofLiteral(word), PORT);
            if (isSelf.test(server)) {
                log.debug("{}: {} is this server itself, and is not asked", file, server);
            } else {
                found.add(server);
            }
        } catch (IllegalArgumentException e) {
            log.debug("{}: {} (expected: an IP address)", file, word);
        }
    }
}

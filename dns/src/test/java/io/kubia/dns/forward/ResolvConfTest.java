package io.kubia.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvConfTest {
    private final AtomicLong now = new AtomicLong();

    @TempDir
    private Path folder;

    @Test
    void namesServersAsTheSystemsResolverReadsThem() throws Exception {
        var file = Files.writeString(folder.resolve("resolv.conf"), """
                # nameserver 192.0.2.1
                ; nameserver 192.0.2.2
                search default.svc.cluster.local
                nameserver 192.0.2.3
                  nameserver\t2001:db8::4  trailing words
                nameserver dns.example
                nameserver 127.0.0.1
                options ndots:5
                """);
        var servers = new ResolvConf(file, address -> address.getAddress().isLoopbackAddress(), now::get);
        assertThat(servers.now()).containsExactly(server("192.0.2.3"), server("2001:db8::4"));
    }

    @Test
    void noFileNamesNobody() {
        assertThat(new ResolvConf(folder.resolve("none"), _ -> false, now::get).now())
                .isEmpty();
    }

    @Test
    void theFileIsReadAgainWhenSomebodyAsksLater() throws Exception {
        var file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.1\n");
        var servers = new ResolvConf(file, _ -> false, now::get);
        Files.writeString(file, "nameserver 192.0.2.2\n");
        assertThat(servers.now()).containsExactly(server("192.0.2.1"));
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!servers.now().equals(java.util.List.of(server("192.0.2.2")))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            now.addAndGet(Duration.ofSeconds(5).toNanos());
            Thread.onSpinWait();
        }
    }

    private static InetSocketAddress server(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }
}

package io.kubia.dns.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.interop.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API is believed when its certificate is the given CA's and has its address, and told a token only then. */
class KubernetesTlsTest {
    private static final String PASSWORD = "changeit";
    private static final Duration LONG = Watched.PATIENCE;
    private static final Patience QUICK = new Patience(LONG, LONG, LONG, Duration.ofMillis(20), Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private final Watched zone = new Watched();

    @Test
    void aServerOfTheCaIsBelieved() throws Exception {
        var keys = keys("server", "ip:127.0.0.1");
        try (var api = api(keys);
                var source = source(api, certificate("server"))) {
            api.putService("api", "10.43.0.1");
            api.requireToken("secret");
            source.start(zone.updates());
            zone.awaitSynced();
            zone.assertAddresses("api", "10.43.0.1");
        }
    }

    @Test
    void aServerOfAnotherCaIsToldNothing() throws Exception {
        var keys = keys("server", "ip:127.0.0.1");
        keys("other", "ip:127.0.0.1");
        checkNotBelieved(keys, certificate("other"));
    }

    @Test
    void aServerOfAnotherNameIsToldNothing() throws Exception {
        var keys = keys("server", "ip:127.0.0.2");
        checkNotBelieved(keys, certificate("server"));
    }

    private void checkNotBelieved(Path keys, Path ca) throws Exception {
        try (var api = api(keys);
                var source = source(api, ca)) {
            source.start(zone.updates());
            // Of each of three kinds, and again after the first wait.
            Watched.await("handshakes", () -> api.connections() >= 6);
            assertThat(zone.isSynced()).isFalse();
            assertThat(api.requests(FakeApi.SERVICES)).isEmpty();
        }
    }

    private KubernetesSource source(FakeApi api, Path ca) throws IOException {
        var token = Files.writeString(folder.resolve("token"), "secret");
        var server = URI.create("https://127.0.0.1:" + api.address().getPort());
        var config = new KubernetesConfig(server, Optional.of(token), Optional.of(ca), false);
        return new KubernetesSource(config, QUICK, new SplittableRandom(1));
    }

    private static FakeApi api(Path keys) throws Exception {
        var store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        ServerSocket listening =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return FakeApi.on(listening, Integer.MAX_VALUE);
    }

    /** A key, with a certificate of its own for an address. */
    private Path keys(String name, String address) throws IOException, InterruptedException {
        var keys = folder.resolve(name + ".p12");
        keytool(
                List.of("-genkeypair", "-keystore", keys.toString(), "-alias", name),
                List.of("-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=" + address));
        keytool(
                List.of("-exportcert", "-keystore", keys.toString(), "-alias", name),
                List.of("-rfc", "-file", certificate(name).toString()));
        return keys;
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    private static void keytool(List<String> command, List<String> more) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        words.addAll(command);
        words.addAll(List.of("-storepass", PASSWORD));
        words.addAll(more);
        var outcome = Program.run(words);
        assertThat(outcome.code()).as(outcome.out()).isZero();
    }
}

package io.kubia.controller.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.api.http.HttpConfig;
import io.kubia.controller.api.http.Token;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @ParameterizedTest
    @CsvSource({
        "localhost,           200",
        "localhost:8001,      200",
        "LOCALHOST:1,         200",
        "127.0.0.1:8001,      200",
        "[::1]:8001,          200",
        "kubia.test:8001,     200",
        "evil.example,        403",
        "evil.example:8001,   403",
        "localhost.evil.com,  403",
        "127.0.0.2,           403",
        "192.168.1.1,         403",
        "[::2],               403",
        "'',                  403",
    })
    void onlyHostsThatAreOurs(String host, int status) throws IOException {
        try (var api = TestApi.with(config -> config.withHttp(config.http().withNames(Set.of("kubia.test"))));
                var wire = api.wire()) {
            var answer = wire.send("GET /api/v1/namespaces HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .receive();

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.json().text("kind")).isEqualTo(status == 200 ? "NamespaceList" : "Status");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin: http://localhost,           200",
        "Origin: https://localhost,          200",
        "Origin: http://localhost:3000,      403",
        "Origin: http://evil.example,        403",
        "Origin: null,                       403",
        "Sec-Fetch-Site: same-origin,        200",
        "Sec-Fetch-Site: none,               200",
        "Sec-Fetch-Site: cross-site,         403",
        "Sec-Fetch-Site: same-site,          403",
    })
    void onlyPagesThatAreOurs(String field, int status) throws IOException {
        try (var api = TestApi.start()) {
            var answer = api.get("/api/v1/namespaces", field);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(api.send("OPTIONS", "/api/v1/namespaces", "", field).status())
                    .isIn(403, 405);
        }
    }

    @Test
    void whoHasTheToken() throws IOException {
        try (var api = TestApi.with(config -> config.withHttp(config.http().withToken(Token.of(SECRET))))) {
            assertThat(api.get("/api/v1/namespaces", "Authorization: Bearer " + SECRET)
                            .status())
                    .isEqualTo(200);
            for (var wrong :
                    new String[] {"Bearer wrong", "Basic " + SECRET, "Bearer", SECRET, "Bearer " + SECRET + "x"}) {
                var answer = api.get("/api/v1/namespaces", "Authorization: " + wrong);
                assertThat(answer.status()).as(wrong).isEqualTo(401);
                assertThat(answer.message()).isEqualTo("Unauthorized");
                assertThat(answer.header("www-authenticate")).startsWith("Bearer");
            }
            assertThat(api.get("/api/v1/namespaces").status()).isEqualTo(401);
            assertThat(api.get("/metrics").status()).isEqualTo(401);
            assertThat(api.get("/healthz").status()).isEqualTo(200);
            assertThat(api.get("/version").status()).isEqualTo(200);
            assertThat(Token.of(SECRET)).hasToString("(hidden)");
        }
    }

    @Test
    void otherAddressesWantAToken() {
        var everywhere = new InetSocketAddress("0.0.0.0", 0);

        assertThatThrownBy(() -> HttpConfig.of(everywhere))
                .hasMessage("listen: 0.0.0.0 (expected: a loopback address, unless clients must show a token)");
        assertThatThrownBy(() -> Token.of("short")).hasMessageContaining("16 or more");
        assertThat(HttpConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .withToken(Token.of(SECRET))
                        .toString())
                .doesNotContain(SECRET);
    }

    @Test
    void overTls(@TempDir Path folder) throws Exception {
        var keys = KeyStore.getInstance("PKCS12");
        var file = folder.resolve("keys.p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "kubia",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(made.waitFor())
                .as(new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isZero();
        try (var in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        var certificate = keys.getCertificate("kubia");
        var tls = new HttpConfig.Tls(
                pem(folder.resolve("tls.crt"), "CERTIFICATE", certificate.getEncoded()),
                pem(
                        folder.resolve("tls.key"),
                        "PRIVATE KEY",
                        keys.getKey("kubia", "changeit".toCharArray()).getEncoded()));
        try (var api = TestApi.with(config -> config.withHttp(config.http().withTls(tls)))) {
            var address = api.server.address();
            var socket = trusting(certificate).getSocketFactory().createSocket(address.getAddress(), address.getPort());
            try (var wire = Wire.over(socket)) {
                assertThat(wire.request("GET", "/healthz", "").receive().body()).isEqualTo("ok");
                wire.request("GET", "/api/v1/namespaces?watch=true", "").receiveHead();
                assertThat(wire.line()).contains("\"ADDED\"");
            }
            try (var plain = api.wire()) {
                assertThat(plain.request("GET", "/healthz", "").ended())
                        .as("plain HTTP")
                        .isIn(true, false);
            }
        }
    }

    private static SSLContext trusting(java.security.cert.Certificate certificate) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("kubia", certificate);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }
}

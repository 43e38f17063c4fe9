package io.kubia.dns.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Gets things from the API. Blocks whoever calls, until it is closed. */
final class ApiClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_TOKEN = 64 << 10;
    private static final int MAX_ERROR = 64 << 10;
    private static final int OK = 200;

    private final KubernetesConfig config;
    private final HttpClient client;

    /**
     * Reads the CA.
     *
     * @throws IOException it cannot be read
     */
    ApiClient(KubernetesConfig config) throws IOException {
        this.config = config;
        var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        if (config.caFile().isPresent()) {
            builder.sslContext(trusting(config.caFile().get()));
        }
        this.client = builder.build();
    }

    /**
     * Asks for something, and returns what the server says as it comes.
     *
     * @param patience until the answer begins
     * @throws ApiException the server says no
     */
    InputStream get(String path, Map<String, String> parameters, Duration patience)
            throws IOException, InterruptedException {
        var query = new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(root() + path + "?" + query))
                .timeout(patience)
                .header("Accept", "application/json")
                .header("User-Agent", "kubia-dns");
        if (config.tokenFile().isPresent()) {
            request.header("Authorization", "Bearer " + token(config.tokenFile().get()));
        }
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != OK) {
            try (var body = response.body()) {
                throw new ApiException(
                        response.statusCode(), new String(body.readNBytes(MAX_ERROR), StandardCharsets.UTF_8));
            }
        }
        return response.body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private String root() {
        var server = config.server().toString();
        return server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    }

    private static String token(Path file) throws IOException {
        String token;
        try (var in = Files.newInputStream(file)) {
            token = new String(in.readNBytes(MAX_TOKEN), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new IOException("token: " + file + " cannot be read", e);
        }
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IOException("token: " + file + " (expected: one word of printable ASCII)");
        }
        return token;
    }

    private static SSLContext trusting(Path caFile) throws IOException {
        try (var in = Files.newInputStream(caFile)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca-" + count++, certificate);
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IOException("CA: " + caFile + ": " + e.getMessage() + " (expected: certificates in PEM)", e);
        }
    }
}

package io.kubia.dns.source;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the API of a Kubernetes is, and who we are to it.
 *
 * @param server such as {@code https://10.96.0.1:443}
 * @param tokenFile holds the bearer token; read for each request, as tokens are replaced while we run
 * @param caFile certificates in PEM that the server's must be signed by; the Java's own when empty
 * @param watchesPods whether pods are asked for too
 */
public record KubernetesConfig(URI server, Optional<Path> tokenFile, Optional<Path> caFile, boolean watchesPods) {
    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    public KubernetesConfig {
        boolean isTls = "https".equals(server.getScheme());
        if ((!isTls && !"http".equals(server.getScheme())) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "kubernetes: %s (expected: http://HOST:PORT or https://HOST:PORT)".formatted(server));
        }
        if (!isTls && tokenFile.isPresent() && !isLoopback(server.getHost())) {
            throw new IllegalArgumentException(
                    "kubernetes: %s (expected: https, as a token must not be sent where others can read it)"
                            .formatted(server));
        }
        if (!isTls && caFile.isPresent()) {
            throw new IllegalArgumentException("kubernetes: %s (expected: https, with a CA)".formatted(server));
        }
    }

    /**
     * What Kubernetes tells every pod.
     *
     * @throws IllegalArgumentException this is no pod
     */
    public static KubernetesConfig inCluster(Map<String, String> environment, boolean watchesPods) {
        var host = environment.get("KUBERNETES_SERVICE_HOST");
        var port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host == null) {
            throw new IllegalArgumentException(
                    "KUBERNETES_SERVICE_HOST: missing (expected: set, as Kubernetes does in every pod)");
        }
        var server = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new KubernetesConfig(
                server,
                Optional.of(SERVICE_ACCOUNT.resolve("token")),
                Optional.of(SERVICE_ACCOUNT.resolve("ca.crt")),
                watchesPods);
    }

    private static boolean isLoopback(String host) {
        if (host.equals("localhost")) {
            return true;
        }
        try {
            return InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                    .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

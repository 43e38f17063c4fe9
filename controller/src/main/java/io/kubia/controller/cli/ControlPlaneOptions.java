package io.kubia.controller.cli;

import io.kubia.controller.ControlPlaneConfig;
import io.kubia.controller.Home;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of whoever starts a control plane. */
final class ControlPlaneOptions {
    @Mixin
    private final HomeOption home = new HomeOption();

    @Option(
            names = "--runtime",
            paramLabel = "NAME",
            defaultValue = "${env:KUBIA_RUNTIME:-process}",
            description = "What pods run on: process (KUBIA_RUNTIME).")
    private String runtime = "process";

    @Option(
            names = "--image",
            paramLabel = "NAME=COMMAND",
            description = "What an image runs: pods are processes here. The images of the data node are known.")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(
            names = "--api",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KUBIA_API:-127.0.0.1:8001}",
            description = "Where the API is served (KUBIA_API; 127.0.0.1:8001 unless set).")
    private String api = "";

    @Option(
            names = "--dns",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KUBIA_DNS_LISTEN:-127.0.0.1:10053}",
            description = "Where names are served (KUBIA_DNS_LISTEN; 127.0.0.1:10053 unless set).")
    private String dns = "";

    @Option(
            names = "--dns-metrics",
            paramLabel = "HOST:PORT|none",
            defaultValue = "${env:KUBIA_DNS_METRICS:-127.0.0.1:10054}",
            description = "Where the metrics of names are served (KUBIA_DNS_METRICS).")
    private String dnsMetrics = "";

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            defaultValue = "${env:KUBIA_ZONE:-cluster.local}",
            description = "What names of services end in (KUBIA_ZONE; cluster.local unless set).")
    private String zone = "";

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            defaultValue = "${env:KUBIA_NODE_NAME:-kubia}",
            description = "What the one node is called (KUBIA_NODE_NAME; kubia unless set).")
    private String nodeName = "";

    @Option(
            names = "--allow-host-paths",
            defaultValue = "${env:KUBIA_ALLOW_HOST_PATHS:-false}",
            description = "A hostPath is the machine's (KUBIA_ALLOW_HOST_PATHS); otherwise it is a path in the home.")
    private boolean allowsHostPaths;

    @Option(
            names = "--token-file",
            paramLabel = "PATH",
            defaultValue = "${env:KUBIA_TOKEN_FILE}",
            description = "The API asks for this token (KUBIA_TOKEN_FILE); needed off loopback.")
    private @Nullable Path token;

    @Option(
            names = "--tls-certificate",
            paramLabel = "PATH",
            defaultValue = "${env:KUBIA_TLS_CERTIFICATE}",
            description = "The API speaks TLS with this certificate (KUBIA_TLS_CERTIFICATE).")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "PATH",
            defaultValue = "${env:KUBIA_TLS_KEY}",
            description = "The key of the certificate (KUBIA_TLS_KEY).")
    private @Nullable Path key;

    Home home() {
        return home.get();
    }

    ControlPlaneConfig config() {
        if (!runtime.equals("process")) {
            throw new CommandException("--runtime " + runtime + " (expected: process)");
        }
        try {
            return new ControlPlaneConfig(
                    home(),
                    address("--api", api),
                    address("--dns", dns),
                    dnsMetrics.equals("none") ? Optional.empty() : Optional.of(address("--dns-metrics", dnsMetrics)),
                    zone,
                    nodeName,
                    images,
                    List.of(launcher(), "node"),
                    allowsHostPaths,
                    Optional.ofNullable(token),
                    Optional.ofNullable(certificate),
                    Optional.ofNullable(key));
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The launcher has started us, and starts nodes. */
    private static String launcher() {
        var launcher = System.getProperty("kubia.launcher");
        if (launcher == null) {
            throw new CommandException("kubia.launcher: not set (expected: to be started by ./kubia)");
        }
        return launcher;
    }

    private static InetSocketAddress address(String flag, String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            var host = text.substring(0, Math.max(colon, 0));
            if (port >= 0 && port <= 65_535 && !host.isEmpty()) {
                return new InetSocketAddress(InetAddress.getByName(host), port);
            }
        } catch (NumberFormatException | UnknownHostException e) {
            throw new CommandException(flag + ": " + text + " (expected: HOST:PORT)", e);
        }
        throw new CommandException(flag + ": " + text + " (expected: HOST:PORT)");
    }
}

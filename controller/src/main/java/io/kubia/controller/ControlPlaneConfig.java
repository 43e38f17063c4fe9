package io.kubia.controller;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a control plane is told.
 *
 * @param api where the API is served
 * @param dns where names are served
 * @param dnsMetrics where the metrics of the names are served
 * @param zone what the names of services end in
 * @param nodeName what the one node is called
 * @param images the commands that images stand for, beside our own
 * @param node the command that is the data node
 * @param allowsHostPaths whether a host path is the machine's
 * @param token who may use the API, in a file; needed on any address that is not a loopback one
 * @param certificate and key: with them the API is served over TLS
 */
public record ControlPlaneConfig(
        Home home,
        InetSocketAddress api,
        InetSocketAddress dns,
        Optional<InetSocketAddress> dnsMetrics,
        String zone,
        String nodeName,
        Map<String, String> images,
        List<String> node,
        boolean allowsHostPaths,
        Optional<Path> token,
        Optional<Path> certificate,
        Optional<Path> key) {
    public ControlPlaneConfig {
        images = Map.copyOf(images);
        node = List.copyOf(node);
        if (!api.getAddress().isLoopbackAddress() && token.isEmpty()) {
            throw new IllegalArgumentException("api: " + api.getHostString()
                    + " (expected: a loopback address, or a token along with it: --token-file)");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("tls: one of certificate and key (expected: both, or neither)");
        }
    }
}

package io.kubia.controller.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What containers as processes are told.
 *
 * @param home where their folders and volumes are
 * @param addressBlock where pods' addresses begin: 127.244.BLOCK.2
 * @param images the command of each image name that is not the node's
 * @param node the command that is the data node
 * @param dns the DNS servers that the data node asks: {@code 127.0.0.1:10053}
 * @param zone what the names of services end in
 * @param allowsHostPaths whether a host path is the machine's; otherwise it is one in the home
 * @param logBytes how long a container's log may get before it is rotated
 */
public record ProcessConfig(
        Path home,
        int addressBlock,
        Map<String, String> images,
        List<String> node,
        String dns,
        String zone,
        boolean allowsHostPaths,
        long logBytes) {
    public ProcessConfig {
        images = Map.copyOf(images);
        node = List.copyOf(node);
        if (addressBlock < 0 || addressBlock > 255) {
            throw new IllegalArgumentException("addressBlock: " + addressBlock + " (expected: 0 to 255)");
        }
        if (logBytes < 1) {
            throw new IllegalArgumentException("logBytes: " + logBytes + " (expected: >= 1)");
        }
    }
}

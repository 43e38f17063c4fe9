package io.kubia.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a node reads off the place that it runs in, for the settings that nobody gives. */
final class Surroundings {
    private Surroundings() {}

    /** This machine's or container's name, as the kernel has it: no look-up, which could take seconds. */
    static String hostName() {
        try {
            var name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return firstLabel(name);
            }
        } catch (IOException _) {
            // not Linux
        }
        try {
            return firstLabel(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /**
     * The governing service of this pod, where the kubelet wrote the pod's full name into its hosts file: all of
     * {@code kubia-0.kubia.default.svc.cluster.local} but the first label. It does so for pods with a subdomain, which
     * those of a StatefulSet have, and no permission is needed to read it.
     */
    static Optional<String> governingService(String hostName) {
        try {
            return governingService(hostName, Files.readString(Path.of("/etc/hosts")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Optional<String> governingService(String hostName, String hosts) {
        var prefix = hostName + ".";
        return hosts.lines()
                .map(line -> line.replaceFirst("#.*", ""))
                .flatMap(line -> Arrays.stream(line.strip().split("\\s+")).skip(1))
                .filter(name -> name.startsWith(prefix) && name.contains(".svc."))
                .map(name -> name.substring(prefix.length()))
                .findFirst();
    }

    private static String firstLabel(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}

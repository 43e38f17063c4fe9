package io.kubia.controller.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What is told of our node.
 *
 * @param address its own, InternalIP
 * @param version as kubectl get nodes shows it: {@code v1.33.0-kubia0.1.0}
 * @param runtime name and version of what runs containers: {@code process://25}
 * @param maxPods how many pods it takes
 */
public record NodeFacts(
        String name,
        String address,
        String version,
        String runtime,
        int cpus,
        long memoryBytes,
        long diskBytes,
        int maxPods,
        String operatingSystem,
        String architecture,
        String osImage,
        String kernel,
        String machineId,
        String bootId) {
    private static final String FALLBACK_NAME = "kubia";
    private static final int MAX_PODS = 20_000;

    /** What this machine says of itself; its home's disk counts. */
    public static NodeFacts ofThisMachine(String name, String address, String version, String runtime, Path home) {
        return new NodeFacts(
                name,
                address,
                version,
                runtime,
                Runtime.getRuntime().availableProcessors(),
                memory(),
                disk(home),
                MAX_PODS,
                System.getProperty("os.name").toLowerCase(Locale.ROOT),
                goArchitecture(),
                prettyName(),
                System.getProperty("os.version"),
                firstLine("/etc/machine-id"),
                firstLine("/proc/sys/kernel/random/boot_id"));
    }

    /** The machine's own name, where it has one that Kubernetes takes. */
    public static String hostName() {
        var name = firstLine("/proc/sys/kernel/hostname");
        if (name.isEmpty()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return FALLBACK_NAME;
            }
        }
        name = name.toLowerCase(Locale.ROOT);
        return isName(name) ? name : FALLBACK_NAME;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 63
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')
                && Character.isLetterOrDigit(name.charAt(0))
                && Character.isLetterOrDigit(name.charAt(name.length() - 1));
    }

    private static long memory() {
        for (var line : lines("/proc/meminfo")) {
            if (line.startsWith("MemTotal:")) {
                var digits = line.replaceAll("[^0-9]", "");
                return digits.isEmpty() ? 0 : Long.parseLong(digits) * 1024;
            }
        }
        return Runtime.getRuntime().maxMemory();
    }

    private static long disk(Path home) {
        try {
            return Files.getFileStore(home).getTotalSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    /** As Go names it, and so Kubernetes. */
    private static String goArchitecture() {
        var name = System.getProperty("os.arch");
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    private static String prettyName() {
        for (var line : lines("/etc/os-release")) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return System.getProperty("os.name");
    }

    private static String firstLine(String file) {
        var lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}

package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerSpec;
import io.kubia.controller.runtime.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a container becomes a process: its words, its environment and its directory. Mount paths cannot be had without a file
 * system of one's own, so a process is told by variables where its volumes are; the data node by those that it knows.
 */
record Launch(List<String> words, Map<String, String> environment, Path directory) {
    private static final String DATA = "/var/data";
    private static final int NODE_PORT = 8080;

    Launch {
        words = List.copyOf(words);
    }

    /** {@code address} is the pod's. */
    static Launch of(
            ContainerSpec container,
            String address,
            ProcessConfig config,
            Images images,
            Volumes volumes,
            RunFolder run)
            throws IOException {
        var pod = PodFolder.of(
                volumes.pods(),
                container.pod().uid(),
                container.pod().namespace(),
                container.pod().name());
        var work = Files.createDirectories(run.path().resolve("work"));
        var environment = new LinkedHashMap<String, String>();
        putHost(environment, work);
        environment.put("HOSTNAME", container.pod().hostname());
        environment.put("KUBIA_POD_IP", address);
        int port = container.ports().isEmpty() ? NODE_PORT : container.ports().getFirst();
        environment.put("PORT", Integer.toString(port));

        var data = pod.volume("data");
        for (var mount : container.mounts()) {
            var path = place(mount, volumes, pod);
            environment.put("KUBIA_MOUNT_" + variable(mount.name()), path.toString());
            data = mount.path().equals(DATA) ? path : data;
        }
        if (images.isNode(container.image().name())) {
            Files.createDirectories(data);
            putNode(environment, container, address + ":" + port, data, config);
        }
        environment.putAll(container.environment());
        return new Launch(words(container, images), environment, directory(container, work));
    }

    private static void putHost(Map<String, String> environment, Path work) {
        environment.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        environment.put("HOME", work.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        for (var name : List.of("LANG", "TZ")) {
            var value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
    }

    private static void putNode(
            Map<String, String> environment, ContainerSpec container, String listen, Path data, ProcessConfig config) {
        var domain = container.pod().domain();
        environment.put("KUBIA_LISTEN", listen);
        environment.put("KUBIA_DATA", data.toString());
        environment.put("KUBIA_NAME", container.pod().hostname());
        environment.put("KUBIA_DNS", config.dns());
        environment.put(
                "KUBIA_SERVICE",
                domain.isEmpty() ? "kubia." + container.pod().namespace() + ".svc." + config.zone() : domain);
    }

    private static Path place(Mount mount, Volumes volumes, PodFolder pod) throws IOException {
        var path = volumes.materialize(mount.source(), pod);
        var subPath = mount.subPath();
        if (subPath == null || subPath.isEmpty()) {
            return path;
        }
        var part = path.resolve(subPath).normalize();
        if (!part.startsWith(path)) {
            throw new IOException("subPath: " + subPath + " (expected: one inside of the volume " + mount.name() + ")");
        }
        return Files.exists(part) ? part : Files.createDirectories(part);
    }

    private static List<String> words(ContainerSpec container, Images images) {
        var words = new ArrayList<>(
                container.command().isEmpty()
                        ? images.entryPoint(container.image().name())
                        : container.command());
        words.addAll(container.arguments());
        return words;
    }

    private static Path directory(ContainerSpec container, Path work) {
        var wanted = container.workingDirectory();
        return wanted != null && Files.isDirectory(Path.of(wanted)) ? Path.of(wanted) : work;
    }

    /** {@code my-data} as it may stand in the name of a variable. */
    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }
}

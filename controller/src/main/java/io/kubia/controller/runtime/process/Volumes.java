package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Volumes as directories: makes them, and says where they are. */
final class Volumes {
    private final Path pods;
    private final Path volumes;
    private final Path root;

    /**
     * {@code root} is what a host path is a path of: a directory in the home, so that a manifest from somewhere touches
     * nothing of the machine, or the machine's own root where the user allows that.
     */
    Volumes(Path pods, Path volumes, Path root) {
        this.pods = pods;
        this.volumes = volumes;
        this.root = root;
    }

    /** Those in a home. */
    static Volumes of(ProcessConfig config) throws IOException {
        var home = config.home();
        return new Volumes(
                Files.createDirectories(home.resolve("pods")),
                Files.createDirectories(home.resolve("volumes")),
                config.allowsHostPaths() ? Path.of("/") : Files.createDirectories(home.resolve("root")));
    }

    /** Where the content of a volume is; made when it is not there yet. */
    Path materialize(VolumeSource source, PodFolder pod) throws IOException {
        return switch (source) {
            case VolumeSource.Claim claim ->
                Files.createDirectories(
                        claim.path().isEmpty() ? volumes.resolve(claim.volume()) : ofHost(claim.path()));
            case VolumeSource.Empty empty -> Files.createDirectories(pod.volume(empty.name()));
            case VolumeSource.HostPath hostPath -> hostPath(hostPath);
            case VolumeSource.Files files -> files(files, pod);
        };
    }

    /** The directory of a volume that the runtime keeps by its name. */
    Path ofName(String volume) {
        return volumes.resolve(volume);
    }

    /** Where a path of the node is. */
    Path ofHost(String path) {
        var inside =
                root.resolve(Path.of("/").relativize(Path.of("/").resolve(path).normalize()));
        return inside.normalize();
    }

    Path pods() {
        return pods;
    }

    private Path hostPath(VolumeSource.HostPath hostPath) throws IOException {
        var path = ofHost(hostPath.path());
        switch (hostPath.type()) {
            case "Directory" -> {
                if (!Files.isDirectory(path)) {
                    throw new IOException("hostPath type check failed: " + hostPath.path() + " is not a directory");
                }
            }
            case "File" -> {
                if (!Files.isRegularFile(path)) {
                    throw new IOException("hostPath type check failed: " + hostPath.path() + " is not a file");
                }
            }
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    Files.createFile(path);
                }
            }
            default -> Files.createDirectories(path);
        }
        return path;
    }

    /** Each file is there whole, old or new, whenever it is read. */
    private static Path files(VolumeSource.Files volume, PodFolder pod) throws IOException {
        var directory = Files.createDirectories(pod.volume(volume.name()));
        for (var entry : volume.files().entrySet()) {
            var file = directory.resolve(entry.getKey()).normalize();
            if (!file.startsWith(directory)) {
                throw new IOException(
                        "path: " + entry.getKey() + " (expected: one inside of the volume " + volume.name() + ")");
            }
            Files.createDirectories(parent(file));
            var written = file.resolveSibling("." + file.getFileName() + ".new");
            Files.write(written, entry.getValue());
            Files.setPosixFilePermissions(
                    written, permissions(volume.modes().getOrDefault(entry.getKey(), volume.mode())));
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        removeOthers(directory, volume.files());
        return directory;
    }

    private static void removeOthers(Path directory, Map<String, byte[]> files) throws IOException {
        try (var paths = Files.walk(directory)) {
            for (var path : paths.filter(Files::isRegularFile).toList()) {
                if (!files.containsKey(directory.relativize(path).toString())) {
                    Files.delete(path);
                }
            }
        }
    }

    private static Path parent(Path file) throws IOException {
        var parent = file.getParent();
        if (parent == null) {
            throw new IOException("path: " + file + " (expected: one below a directory)");
        }
        return parent;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values(); // from the owner's reading to the others' executing
        for (int i = 0; i < all.length; i++) {
            if ((mode >> (all.length - 1 - i) & 1) == 1) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}

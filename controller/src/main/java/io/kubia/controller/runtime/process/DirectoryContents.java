package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.volume.VolumeContents;
import io.kubia.controller.volume.VolumeInUseException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Removes what is in volumes that are directories. Links are removed, and never followed.
 *
 * <p>A volume that is kept by its name is first moved aside, in one step: so a container that is started meanwhile finds an
 * empty volume or all of it, and what a crash leaves is removed the next time.
 */
public final class DirectoryContents implements VolumeContents {
    private static final String MOUNTED = "KUBIA_MOUNT_";

    /** Where Kubernetes deletes host paths, and nowhere else; emptying them is another matter. */
    private static final Path DELETABLE = Path.of("/tmp");

    private final Volumes volumes;
    private final boolean hostPathsAreReal;

    private DirectoryContents(Volumes volumes, boolean hostPathsAreReal) {
        this.volumes = volumes;
        this.hostPathsAreReal = hostPathsAreReal;
    }

    /**
     * Of the volumes in a home.
     *
     * @throws IOException the home cannot be written
     */
    public static DirectoryContents of(ProcessConfig config) throws IOException {
        return new DirectoryContents(Volumes.of(config), config.allowsHostPaths());
    }

    @Override
    public void scrub(Place place) throws IOException {
        var directory = directory(place);
        requireUnused(place, directory);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var entries = Files.newDirectoryStream(directory)) {
            for (var entry : entries) {
                remove(entry);
            }
        }
    }

    @Override
    public void delete(Place place) throws IOException {
        var directory = directory(place);
        requireUnused(place, directory);
        if (!place.path().isEmpty()) {
            requireDeletable(place);
            remove(directory);
            return;
        }
        // No volume's name begins with a dot.
        var aside = directory.resolveSibling("." + place.volume() + ".deleted");
        remove(aside);
        try {
            Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        remove(aside);
    }

    private Path directory(Place place) throws IOException {
        if (place.path().isEmpty()) {
            return volumes.ofName(place.volume());
        }
        var directory = volumes.ofHost(place.path());
        if (directory.equals(volumes.ofHost("/"))) {
            throw new IOException("path: " + place.path() + " (expected: one below /)");
        }
        return directory;
    }

    private void requireDeletable(Place place) throws IOException {
        var path = Path.of("/").resolve(place.path()).normalize();
        if (hostPathsAreReal && (!path.startsWith(DELETABLE) || path.equals(DELETABLE))) {
            throw new IOException("host_path deleter only supports /tmp/.+ but received provided " + place.path());
        }
    }

    /** A pod may be gone while its container lives on: the folders of runs know. */
    private void requireUnused(Place place, Path directory) throws IOException {
        for (var pod : PodFolder.all(volumes.pods())) {
            for (var run : pod.allRuns()) {
                if (!(run.state() instanceof State.Ended) && mayHave(run, directory)) {
                    throw new VolumeInUseException("volume " + place.volume() + " is in use: container "
                            + run.id().container() + " of pod " + pod.namespace() + "/" + pod.name()
                            + " has not ended");
                }
            }
        }
    }

    /** One that has not noted its environment yet may be about to have any volume. */
    private static boolean mayHave(RunFolder run, Path directory) throws IOException {
        try {
            for (var variable : Supervisor.environmentOf(run).entrySet()) {
                if (variable.getKey().startsWith(MOUNTED)
                        && Path.of(variable.getValue()).startsWith(directory)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    private static void remove(Path path) throws IOException {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The folder of a pod: the runs of its containers, and the volumes that are its own. */
record PodFolder(String podUid, String namespace, String name, Path path) {
    /** Names of Kubernetes have no underscore, so that three of them make one name of a folder and come apart again. */
    private static final String SEPARATOR = "_";

    private static final int DELETE_TRIES = 10;

    static PodFolder of(Path pods, String podUid, String namespace, String name) {
        return new PodFolder(podUid, namespace, name, pods.resolve(String.join(SEPARATOR, namespace, name, podUid)));
    }

    /** Those that there are. */
    static List<PodFolder> all(Path pods) throws IOException {
        var all = new ArrayList<PodFolder>();
        if (Files.isDirectory(pods)) {
            try (var entries = Files.newDirectoryStream(pods, "*_*_*")) {
                for (var entry : entries) {
                    var parts = entry.getFileName().toString().split(SEPARATOR, 3);
                    all.add(new PodFolder(parts[2], parts[0], parts[1], entry));
                }
            }
        }
        return all;
    }

    Path runs() {
        return path.resolve("runs");
    }

    Path volume(String volume) {
        return path.resolve("volumes").resolve(volume);
    }

    /** Every run that has a folder. */
    List<RunFolder> allRuns() throws IOException {
        var all = new ArrayList<RunFolder>();
        for (var container : children(runs())) {
            for (var attempt : children(container)) {
                var id = new ContainerId(
                        podUid,
                        namespace,
                        name,
                        container.getFileName().toString(),
                        Integer.parseInt(attempt.getFileName().toString()));
                all.add(new RunFolder(id, attempt));
            }
        }
        return all;
    }

    /**
     * Removes a folder and all that is in it. Whoever watches it may just be noting something there: then it is looked
     * through once more.
     */
    static void delete(Path folder) throws IOException {
        for (int i = 1; Files.exists(folder); i++) {
            try {
                deleteOnce(folder);
            } catch (NoSuchFileException | DirectoryNotEmptyException e) {
                if (i == DELETE_TRIES) {
                    throw e;
                }
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause(); // what a walk throws when a folder goes while it is there
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        var children = new ArrayList<Path>();
        if (Files.isDirectory(folder)) {
            try (var entries = Files.newDirectoryStream(folder)) {
                entries.forEach(children::add);
            }
        }
        return children;
    }
}

package io.kubia.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Where everything of one cluster is kept: readable by its owner alone. */
public record Home(Path path) {
    /** What the environment says, else {@code ~/.kubia}. */
    public static Home of(Map<String, String> environment) {
        var given = environment.get("KUBIA_HOME");
        return given == null || given.isEmpty()
                ? usual()
                : new Home(Path.of(given).toAbsolutePath().normalize());
    }

    private static Home usual() {
        return new Home(Path.of(System.getProperty("user.home"), ".kubia").toAbsolutePath());
    }

    /**
     * Which of the 255 blocks of pods' addresses is this cluster's: 127.244.0.x for the usual home, another for any other, so
     * that two clusters of one machine do not take each other's.
     */
    int addressBlock() {
        return equals(usual()) ? 0 : 1 + Math.floorMod(path.toString().hashCode(), 254);
    }

    /**
     * Makes the folder, and closes it to others.
     *
     * @throws IOException it cannot be made
     */
    public void create() throws IOException {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    /** The objects. */
    public Path state() {
        return path.resolve("state");
    }

    /** What kubectl is told. */
    public Path kubeconfig() {
        return path.resolve("kubeconfig");
    }

    /** What the control plane logs. */
    public Path log() {
        return path.resolve("control-plane.log");
    }

    /** Who the control plane is while one runs. */
    Path controlPlane() {
        return path.resolve("control-plane");
    }

    /** There when the control plane shall stop its pods along with itself. */
    Path downRequest() {
        return path.resolve("down");
    }

    /** The runs of containers. */
    Path pods() {
        return path.resolve("pods");
    }
}

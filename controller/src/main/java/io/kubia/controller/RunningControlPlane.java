package io.kubia.controller;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The control plane that runs in a home: noted in a file, so that other commands find it.
 *
 * @param began when the process began: a number alone may be another's by now
 */
public record RunningControlPlane(long pid, Instant began, URI api, String dns) {
    /** This process. */
    static RunningControlPlane ofThisProcess(URI api, InetSocketAddress dns) {
        var handle = ProcessHandle.current();
        return new RunningControlPlane(handle.pid(), began(handle), api, dns.getHostString() + ":" + dns.getPort());
    }

    /** The one that a home's file tells of, if it lives. */
    public static Optional<RunningControlPlane> in(Home home) throws IOException {
        try {
            var json = JsonText.parse(Files.readAllBytes(home.controlPlane())).asObject();
            return Optional.of(read(json)).filter(RunningControlPlane::isAlive);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(home.controlPlane() + ": not as it was written (expected: to be removed)", e);
        }
    }

    private static RunningControlPlane read(JsonObject json) {
        return new RunningControlPlane(
                json.number("pid", 0),
                Instant.parse(json.text("began", "")),
                URI.create(json.text("api", "")),
                json.text("dns", ""));
    }

    void save(Home home) throws IOException {
        var text = JsonObject.builder()
                .put("pid", pid)
                .put("began", began.toString())
                .put("api", api.toString())
                .put("dns", dns)
                .build();
        var written = home.path().resolve("control-plane.new");
        Files.writeString(written, text + "\n");
        Files.move(written, home.controlPlane(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void forget(Home home) throws IOException {
        Files.deleteIfExists(home.controlPlane());
    }

    /** Its process. */
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(handle -> began(handle).equals(began));
    }

    /** Notes that what is asked to end shall end the pods too. */
    public void askDown(Home home) throws IOException {
        Files.writeString(home.downRequest(), Long.toString(pid));
    }

    private boolean isAlive() {
        return process().filter(ProcessHandle::isAlive).isPresent();
    }

    private static Instant began(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }
}

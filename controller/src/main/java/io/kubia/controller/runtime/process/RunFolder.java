package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The folder of one run of a container: {@code pods/NAMESPACE_POD_UID/runs/CONTAINER/ATTEMPT}. That it is there is the
 * intent to start the run; its files say what has become of it (see supervise.sh). The state is read from them alone:
 *
 * <pre>
 * exit noted                             Ended with that code
 * pid noted, the process lives           Running
 * pid noted, only the supervisor lives   Running: the exit code is about to be noted
 * pid noted, neither lives               Ended; nobody knows the code
 * no pid, started, the supervisor lives  Intended
 * no pid, started, it does not live      Ended; nobody knows the code
 * not started                            Intended, until it is given up
 * </pre>
 */
record RunFolder(ContainerId id, Path path) {
    /** As a killed process ends: what Kubernetes says as well when it does not know. */
    static final int UNKNOWN_CODE = 137;

    private static final String STARTED = "started";
    private static final String SUPERVISOR = "supervisor";
    private static final String PID = "pid";
    private static final String EXIT = "exit";

    static RunFolder of(Path pods, ContainerId id) {
        return new RunFolder(
                id,
                PodFolder.of(pods, id.podUid(), id.namespace(), id.pod())
                        .runs()
                        .resolve(id.container())
                        .resolve(Integer.toString(id.attempt())));
    }

    Path log() {
        return path.resolve("log");
    }

    /** The environment that the process was given, for commands that are run beside it. */
    Path environment() {
        return path.resolve("environment");
    }

    boolean isStarted() {
        return Files.exists(path.resolve(STARTED));
    }

    /** Makes sure that this run will not be started any more; false when it has been. */
    boolean giveUp() throws IOException {
        try {
            Files.createDirectory(path.resolve(STARTED));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    boolean hasNotedExit() {
        return Files.exists(path.resolve(EXIT));
    }

    Optional<ProcessIdentity> process() throws IOException {
        return identity(PID);
    }

    Optional<ProcessIdentity> supervisor() throws IOException {
        return identity(SUPERVISOR);
    }

    Container container() throws IOException {
        var process = process();
        var runtimeId =
                process.map(found -> found.pid() + "-" + found.began()).orElse(path.getFileName() + "-" + id.podUid());
        return new Container(id, "process://" + runtimeId, state());
    }

    State state() throws IOException {
        var noted = exit();
        if (noted.isPresent()) {
            return ended(noted.get());
        }
        var process = process();
        boolean isSupervised = supervisor().filter(ProcessIdentity::isAlive).isPresent();
        if (process.isPresent()) {
            return process.get().isAlive() || isSupervised ? new State.Running(changed(PID)) : lost();
        }
        return isStarted() && !isSupervised ? lost() : new State.Intended();
    }

    /** The supervisor may have noted its last words between two looks: they count. */
    private State lost() throws IOException {
        return ended(exit().orElse(UNKNOWN_CODE));
    }

    private State ended(int code) throws IOException {
        var since = Files.exists(path.resolve(PID)) ? changed(PID) : changed(STARTED);
        var until = Files.exists(path.resolve(EXIT)) ? changed(EXIT) : since;
        return new State.Ended(since, until, code, false);
    }

    private Optional<Integer> exit() throws IOException {
        return read(EXIT).map(words -> {
            try {
                return Integer.parseInt(words);
            } catch (NumberFormatException e) {
                return UNKNOWN_CODE;
            }
        });
    }

    private Optional<ProcessIdentity> identity(String file) throws IOException {
        return read(file).flatMap(ProcessIdentity::parse);
    }

    private Optional<String> read(String file) throws IOException {
        try {
            return Optional.of(Files.readString(path.resolve(file)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Instant changed(String file) throws IOException {
        return Files.getLastModifiedTime(path.resolve(file)).toInstant();
    }
}

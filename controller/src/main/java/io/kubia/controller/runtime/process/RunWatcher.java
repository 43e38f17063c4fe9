package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.ContainerId;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folders of runs: tells of a process that has begun or ended, keeps the times of what is printed, and wakes who
 * waits for more of it.
 *
 * <p>Implementation note. The one thread here is woken by the system (inotify on Linux). It does what is short; when a
 * process ends, what that had started is ended too, and waited for by a virtual thread of its own.
 */
final class RunWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RunWatcher.class);

    private final InstantSource clock;
    private final long logBytes;
    private final Consumer<RunFolder> changed;
    private final WatchService service;
    private final Map<WatchKey, Watched> byKey = new ConcurrentHashMap<>();
    private final Map<ContainerId, Watched> byId = new ConcurrentHashMap<>();

    /** A run and who waits for it. */
    private record Watched(RunFolder run, OutputLog output, WatchKey key, List<Growth> readers) {}

    /** {@code changed} is called on the watcher's thread when a run has begun or ended. */
    RunWatcher(InstantSource clock, long logBytes, Consumer<RunFolder> changed) throws IOException {
        this.clock = clock;
        this.logBytes = logBytes;
        this.changed = changed;
        this.service = FileSystems.getDefault().newWatchService();
    }

    void start() {
        Thread.ofPlatform().daemon().name("runs").start(this::run);
    }

    /** Begins to watch a folder. What is there already is not told; look after this returns. */
    void watch(RunFolder run) throws IOException {
        if (byId.containsKey(run.id())) {
            return;
        }
        var output = new OutputLog(run.log(), logBytes);
        output.resume();
        var key = run.path()
                .register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        var watched = new Watched(run, output, key, new CopyOnWriteArrayList<>());
        byKey.put(key, watched);
        byId.put(run.id(), watched);
    }

    void forget(ContainerId id) {
        var watched = byId.remove(id);
        if (watched != null) {
            watched.key().cancel();
            byKey.remove(watched.key());
            watched.readers().forEach(Growth::end);
        }
    }

    /** Who waits for a run's output to grow; told when it has. */
    Growth reader(RunFolder run) throws IOException {
        var watched = byId.get(run.id());
        if (watched == null) {
            var nothingMore = new Growth(() -> {});
            nothingMore.end();
            return nothingMore;
        }
        var holder = new Growth[1];
        var growth = new Growth(() -> watched.readers().remove(holder[0]));
        holder[0] = growth;
        watched.readers().add(growth);
        if (isOver(run)) {
            growth.end();
        }
        return growth;
    }

    private static boolean isOver(RunFolder run) throws IOException {
        return run.state() instanceof io.kubia.controller.runtime.Container.State.Ended;
    }

    private void run() {
        try {
            while (true) {
                var key = service.take();
                var watched = byKey.get(key);
                for (var event : key.pollEvents()) {
                    if (watched != null) {
                        happened(watched, String.valueOf(event.context()));
                    }
                }
                key.reset();
            }
        } catch (ClosedWatchServiceException e) {
            log.debug("no longer watching runs");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void happened(Watched watched, String file) {
        try {
            switch (file) {
                case "log" -> {
                    watched.output().grown(clock.instant());
                    watched.readers().forEach(Growth::more);
                }
                case "pid" -> {
                    mindSupervisor(watched.run());
                    // A short life is over by now: that is told when all that it has started has ended too.
                    if (!watched.run().hasNotedExit()) {
                        changed.accept(watched.run());
                    }
                }
                case "exit" -> ended(watched.run());
                // Events were lost, as there were too many.
                case "null" -> {
                    watched.readers().forEach(Growth::more);
                    changed.accept(watched.run());
                }
                default -> {}
            }
        } catch (IOException | RuntimeException e) {
            log.warn("{}: {} could not be read", watched.run().id(), file, e);
        }
    }

    /**
     * A supervisor that is killed notes nothing: then the end of the process itself is told. Only for that case, as the
     * system looks after processes that are not our children by asking from time to time.
     */
    void mindSupervisor(RunFolder run) throws IOException {
        var supervisor = run.supervisor().filter(ProcessIdentity::isAlive).flatMap(id -> ProcessHandle.of(id.pid()));
        var process = run.process().filter(ProcessIdentity::isAlive).flatMap(id -> ProcessHandle.of(id.pid()));
        if (process.isEmpty()) {
            return;
        }
        supervisor
                .map(ProcessHandle::onExit)
                .orElse(CompletableFuture.completedFuture(process.get()))
                .thenCompose(ignored -> process.get().onExit())
                .thenRun(() -> endedUnnoted(run));
    }

    private void endedUnnoted(RunFolder run) {
        try {
            if (byId.containsKey(run.id()) && !run.hasNotedExit()) {
                log.warn("{}: its supervisor was killed, so nobody knows how it ended", run.id());
                ended(run);
            }
        } catch (IOException e) {
            log.warn("{}: its folder cannot be read", run.id(), e);
        }
    }

    /** Tells of an end only when nothing lives any more of what the process had started. */
    private void ended(RunFolder run) throws IOException {
        var leader = run.process();
        var left = leader.map(Sessions::members).orElse(List.of());
        if (left.isEmpty()) {
            over(run);
            return;
        }
        log.debug("{}: has ended, and {} that it started are ended", run.id(), left.size());
        Thread.ofVirtual().name("ended").start(() -> {
            Sessions.killAndAwait(leader.get());
            over(run);
        });
    }

    private void over(RunFolder run) {
        changed.accept(run);
        var watched = byId.get(run.id());
        if (watched != null) {
            watched.readers().forEach(Growth::end);
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            log.debug("the watch service was not closed", e);
        }
        byId.values().forEach(watched -> watched.readers().forEach(Growth::close));
    }
}

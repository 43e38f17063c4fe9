package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerAccess;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime;
import io.kubia.controller.runtime.ContainerSpec;
import io.kubia.controller.runtime.ImageException;
import io.kubia.controller.runtime.PodSandbox;
import io.kubia.controller.runtime.VolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers as plain processes of this machine.
 *
 * <p>Implementation note. What is known of a run is in its folder, and nowhere else: whoever asks reads it there. The
 * watcher's thread tells the listener; callers' threads make folders, start supervisors and send signals. A run that is
 * begun and a run that is given up exclude each other by the one directory that both try to make.
 */
public final class ProcessRuntime implements ContainerRuntime {
    private static final Logger log = LoggerFactory.getLogger(ProcessRuntime.class);
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    private final ProcessConfig config;
    private final Path pods;
    private final Images images;
    private final Volumes volumes;
    private final Addresses addresses;
    private final Supervisor supervisor;
    private final RunWatcher watcher;
    private final ScheduledExecutorService deadlines;
    private final Map<ContainerId, CompletableFuture<Void>> starting = new ConcurrentHashMap<>();
    private @Nullable Listener listener;

    private ProcessRuntime(ProcessConfig config, InstantSource clock) throws IOException {
        this.config = config;
        this.images = new Images(config.images(), config.node());
        this.volumes = Volumes.of(config);
        this.pods = volumes.pods();
        var own = Files.createDirectories(config.home().resolve("runtime"));
        this.addresses = new Addresses(own.resolve("addresses"), config.addressBlock());
        this.supervisor = Supervisor.install(own);
        this.watcher = new RunWatcher(clock, config.logBytes(), this::changed);
        this.deadlines = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
    }

    /**
     * Opens what is in a home.
     *
     * @throws IOException the home cannot be written
     */
    public static ProcessRuntime open(ProcessConfig config, InstantSource clock) throws IOException {
        return new ProcessRuntime(config, clock);
    }

    @Override
    public void start(Listener wanted) throws IOException {
        listener = wanted;
        watcher.start();
        for (var run : allRuns()) {
            if (!run.isStarted() && run.giveUp()) {
                log.info("{}: was to be started when the control plane ended, and has not been", run.id());
                forget(run);
            } else {
                watcher.watch(run);
                watcher.mindSupervisor(run);
                tell(run);
            }
        }
    }

    @Override
    public String prepare(PodSandbox pod) throws IOException {
        return addresses.of(pod.namespace() + "/" + pod.name());
    }

    @Override
    public Image resolve(String image, PullPolicy policy) throws ImageException {
        return images.resolve(image);
    }

    @Override
    public void run(ContainerSpec container) throws IOException {
        var run = RunFolder.of(pods, container.id());
        if (run.isStarted()) {
            return;
        }
        Files.createDirectories(run.path());
        var launch = Launch.of(container, prepare(container.pod()), config, images, volumes, run);
        watcher.watch(run);
        var begun = starting.computeIfAbsent(run.id(), id -> new CompletableFuture<>());
        try {
            supervisor.start(run, launch);
            awaitBegin(run, begun);
        } finally {
            starting.remove(run.id());
        }
    }

    private void awaitBegin(RunFolder run, CompletableFuture<Void> begun) throws IOException {
        if (!(run.state() instanceof State.Intended)) {
            return;
        }
        try {
            begun.get(START_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(run.id() + ": its start was interrupted", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException(
                    run.id() + ": has not begun within " + START_WAIT.toSeconds() + " s; see " + run.log(), e);
        }
    }

    @Override
    public void stop(ContainerId container, Duration grace) throws IOException {
        var run = RunFolder.of(pods, container);
        if (!Files.exists(run.path())) {
            return;
        }
        if (!run.isStarted() && run.giveUp()) {
            tell(run);
            return;
        }
        var process = run.process();
        if (process.isEmpty()) {
            // Between its beginning and its first note: it is asked again when that has come.
            deadlines.schedule(() -> stopAgain(container, grace), 1, TimeUnit.MILLISECONDS);
            return;
        }
        if (grace.isPositive()) {
            process.get().terminate();
            deadlines.schedule(() -> Sessions.kill(process.get()), grace.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            Sessions.kill(process.get());
        }
    }

    private void stopAgain(ContainerId container, Duration grace) {
        try {
            if (RunFolder.of(pods, container).state() instanceof State.Ended) {
                tell(RunFolder.of(pods, container));
            } else {
                stop(container, grace);
            }
        } catch (IOException e) {
            log.warn("{}: could not be stopped", container, e);
        }
    }

    @Override
    public List<Container> containers() throws IOException {
        var all = new ArrayList<Container>();
        for (var run : allRuns()) {
            all.add(run.container());
        }
        return all;
    }

    @Override
    public Optional<Container> container(ContainerId id) throws IOException {
        var run = RunFolder.of(pods, id);
        return Files.exists(run.path()) ? Optional.of(run.container()) : Optional.empty();
    }

    @Override
    public void refresh(PodSandbox pod, VolumeSource.Files files) throws IOException {
        volumes.materialize(files, PodFolder.of(pods, pod.uid(), pod.namespace(), pod.name()));
    }

    @Override
    public ContainerAccess access(ContainerId container) {
        return new ProcessAccess(RunFolder.of(pods, container), watcher, config.logBytes());
    }

    @Override
    public void remove(ContainerId container) throws IOException {
        var run = RunFolder.of(pods, container);
        if (Files.exists(run.path()) && !(run.state() instanceof State.Ended)) {
            throw new IOException(container + ": still lives (expected: one that has ended)");
        }
        forget(run);
    }

    @Override
    public void close() {
        watcher.close();
        deadlines.shutdownNow();
    }

    /** The pod's own volumes go with the last of its runs. */
    private void forget(RunFolder run) throws IOException {
        watcher.forget(run.id());
        PodFolder.delete(run.path());
        var id = run.id();
        var pod = PodFolder.of(pods, id.podUid(), id.namespace(), id.pod());
        if (pod.allRuns().isEmpty()) {
            PodFolder.delete(pod.path());
        }
    }

    private List<RunFolder> allRuns() throws IOException {
        var all = new ArrayList<RunFolder>();
        for (var pod : PodFolder.all(pods)) {
            all.addAll(pod.allRuns());
        }
        return all;
    }

    private void changed(RunFolder run) {
        var waiting = starting.get(run.id());
        if (waiting != null) {
            waiting.complete(null);
        }
        try {
            tell(run);
        } catch (IOException e) {
            log.warn("{}: its folder cannot be read", run.id(), e);
        }
    }

    private void tell(RunFolder run) throws IOException {
        var whom = listener;
        if (whom != null) {
            whom.changed(run.container());
        }
    }
}

package io.kubia.controller.kubelet;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.kubelet.env.MissingException;
import io.kubia.controller.kubelet.env.PodFacts;
import io.kubia.controller.kubelet.pod.Action;
import io.kubia.controller.kubelet.pod.ContainerDefinition;
import io.kubia.controller.kubelet.pod.Report;
import io.kubia.controller.kubelet.volume.MountException;
import io.kubia.controller.kubelet.volume.PodVolumes;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime.PullPolicy;
import io.kubia.controller.runtime.ContainerSpec;
import io.kubia.controller.runtime.ImageException;
import io.kubia.controller.runtime.VolumeSource;
import io.kubia.controller.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does for one pod what was decided, and reports what came of it. Called by passes of the pod's worker; what takes its time
 * is done beside them.
 */
final class PodActions {
    private static final Logger log = LoggerFactory.getLogger(PodActions.class);

    private static final Duration REMOVE_AGAIN = Duration.ofSeconds(1);
    private static final Duration REMOVE_LONGEST = Duration.ofMinutes(5);

    private final PodWorker worker;
    private final Surroundings here;
    private final Hooks hooks;
    private final Set<String> toldDisks = new HashSet<>();
    private final Map<String, WrittenFiles> written = new HashMap<>();
    private volatile boolean isToRefresh;

    PodActions(PodWorker worker, Surroundings here) {
        this.worker = worker;
        this.here = here;
        this.hooks = new Hooks(worker, here);
    }

    void perform(KubeObject pod, Action action) {
        switch (action) {
            case Action.Prepare ignored -> prepare(pod);
            case Action.Resolve(var container) -> here.work().run(() -> resolve(container));
            case Action.Start start -> start(pod, start);
            case Action.PostStart(var id, var hook) -> hooks.postStart(id, hook);
            case Action.PreStop(var id, var hook, var within) -> hooks.preStop(id, hook, within);
            case Action.ReadMessage read -> hooks.readMessage(read);
            case Action.Tell(var container, boolean isWarning, var reason, var message) ->
                here.events()
                        .record(pod, container.fieldPath(), isWarning ? Kind.WARNING : Kind.NORMAL, reason, message);
            case Action.DeletePod ignored -> delete(pod);
            case Action.Stop stop -> {
                if (!stop(stop)) {
                    worker.report(new Report.StopFailed(stop.id()));
                }
            }
            case Action.Remove(var id) -> remove(id);
            case Action.Ask(var id) -> ask(id);
        }
    }

    /** What can be done about containers whose pod is gone. */
    void performWithoutPod(Action action) {
        switch (action) {
            case Action.Stop stop -> {
                if (!stop(stop)) {
                    worker.stopAgain(stop.id());
                }
            }
            case Action.Remove(var id) -> remove(id);
            case Action.Ask(var id) -> ask(id);
            case Action.Prepare ignored -> throw notWithoutPod(action);
            case Action.Resolve ignored -> throw notWithoutPod(action);
            case Action.Start ignored -> throw notWithoutPod(action);
            case Action.PostStart ignored -> throw notWithoutPod(action);
            case Action.PreStop ignored -> throw notWithoutPod(action);
            case Action.ReadMessage ignored -> throw notWithoutPod(action);
            case Action.Tell ignored -> throw notWithoutPod(action);
            case Action.DeletePod ignored -> throw notWithoutPod(action);
        }
    }

    private static IllegalStateException notWithoutPod(Action action) {
        return new IllegalStateException(action + ": decided for a pod that is gone");
    }

    private void prepare(KubeObject pod) {
        try {
            var address = here.runtime()
                    .prepare(ContainerStarter.sandbox(pod, here.config().clusterDomain()));
            worker.report(new Report.Prepared(address));
        } catch (IOException e) {
            var why = "Failed to create pod sandbox: " + e.getMessage();
            here.events().warning(pod, "FailedCreatePodSandBox", why);
            worker.report(new Report.PrepareFailed(why));
        }
    }

    private void resolve(ContainerDefinition container) {
        var image = container.image();
        long begin = System.nanoTime();
        try {
            var found = here.runtime().resolve(image, container.pullPolicy());
            if (found.present() && container.pullPolicy() != PullPolicy.ALWAYS) {
                worker.tell(
                        container.name(),
                        Kind.NORMAL,
                        "Pulled",
                        "Container image \"" + image + "\" already present on machine");
            } else {
                var took = Duration.ofNanos(System.nanoTime() - begin).toMillis() + "ms";
                worker.tell(container.name(), Kind.NORMAL, "Pulling", "Pulling image \"" + image + "\"");
                worker.tell(
                        container.name(),
                        Kind.NORMAL,
                        "Pulled",
                        "Successfully pulled image \"" + image + "\" in " + took + " (" + took + " including waiting)");
            }
            worker.report(new Report.Resolved(container.name(), found));
        } catch (ImageException e) {
            notResolved(container, e.reason(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            notResolved(container, "ErrImagePull", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{}: the image {} could not be resolved", worker.name(), image, e);
            notResolved(container, "ErrImagePull", String.valueOf(e.getMessage()));
        }
    }

    private void notResolved(ContainerDefinition container, String reason, String message) {
        if (reason.equals("ErrImagePull")) {
            worker.tell(container.name(), Kind.NORMAL, "Pulling", "Pulling image \"" + container.image() + "\"");
            worker.tell(
                    container.name(),
                    Kind.WARNING,
                    "Failed",
                    "Failed to pull image \"" + container.image() + "\": " + message);
        } else {
            worker.tell(
                    container.name(),
                    Kind.WARNING,
                    reason.equals("InvalidImageName") ? "InspectFailed" : reason,
                    message);
        }
        worker.tell(container.name(), Kind.WARNING, "Failed", "Error: " + reason);
        worker.report(new Report.ResolveFailed(container.name(), reason, message));
    }

    private void start(KubeObject pod, Action.Start start) {
        var name = start.container().name();
        ContainerSpec spec;
        try {
            var now = here.registry().now();
            var facts = facts(pod);
            var volumes = PodVolumes.of(now, facts);
            noteVolumes(volumes);
            spec = ContainerStarter.spec(
                    now, facts, volumes, start, here.config().clusterDomain());
        } catch (MissingException e) {
            var why = String.valueOf(e.getMessage());
            worker.tell(name, Kind.WARNING, "Failed", "Error: " + why);
            worker.report(new Report.StartFailed(start.id(), "CreateContainerConfigError", why));
            return;
        } catch (MountException e) {
            worker.tell(Kind.WARNING, "FailedMount", String.valueOf(e.getMessage()));
            worker.report(new Report.StartFailed(start.id(), "ContainerCreating", ""));
            return;
        }
        worker.runs().intend(start.id());
        try {
            run(spec);
            worker.tell(name, Kind.NORMAL, "Created", "Created container " + name);
            worker.tell(name, Kind.NORMAL, "Started", "Started container " + name);
            if (isIntended(start.id())) {
                ask(start.id());
            }
            worker.report(new Report.Started(start.id()));
        } catch (IOException e) {
            log.warn("{}: could not be started: {}", start.id(), e.getMessage());
            ask(start.id());
            worker.tell(name, Kind.WARNING, "Failed", "Error: " + e.getMessage());
            worker.report(new Report.StartFailed(start.id(), "RunContainerError", String.valueOf(e.getMessage())));
        }
    }

    private void run(ContainerSpec spec) throws IOException {
        here.starts().acquireUninterruptibly();
        try {
            here.runtime().run(spec);
        } finally {
            here.starts().release();
        }
    }

    private boolean isIntended(ContainerId id) {
        return worker.runs()
                .get(id)
                .filter(run -> run.state() instanceof State.Intended)
                .isPresent();
    }

    private PodFacts facts(KubeObject pod) {
        return new PodFacts(
                pod,
                worker.address(),
                here.config().hostAddress(),
                here.config().resources());
    }

    /** Says once of each that it is a directory; remembers the files that are written with the start. */
    private void noteVolumes(PodVolumes volumes) {
        volumes.disks().forEach((volume, sentence) -> {
            if (toldDisks.add(volume)) {
                worker.tell(Kind.NORMAL, "BackedByDirectory", sentence);
            }
        });
        for (var source : volumes.sources().values()) {
            if (source instanceof VolumeSource.Files files) {
                written.put(files.name(), WrittenFiles.of(files));
            }
        }
    }

    /** Something that the pod names has changed. */
    void referencesChanged() {
        isToRefresh = true;
    }

    boolean isToRefresh() {
        return isToRefresh;
    }

    /** Writes the files of volumes anew that are other ones now; for containers that live, as the next start does it too. */
    void refreshFiles(KubeObject pod) {
        isToRefresh = false;
        if (!worker.runs().isAnyLive()) {
            return;
        }
        try {
            for (var source :
                    PodVolumes.of(here.registry().now(), facts(pod)).sources().values()) {
                if (source instanceof VolumeSource.Files files) {
                    refresh(pod, files);
                }
            }
        } catch (MountException e) {
            worker.tell(Kind.WARNING, "FailedMount", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.warn("{}: files of its volumes could not be written anew", worker.name(), e);
            worker.tell(Kind.WARNING, "FailedMount", String.valueOf(e.getMessage()));
        }
    }

    private void refresh(KubeObject pod, VolumeSource.Files files) throws IOException {
        var now = WrittenFiles.of(files);
        if (!now.equals(written.get(files.name()))) {
            here.runtime().refresh(ContainerStarter.sandbox(pod, here.config().clusterDomain()), files);
            written.put(files.name(), now);
        }
    }

    private boolean stop(Action.Stop stop) {
        try {
            here.runtime().stop(stop.id(), stop.grace());
            return true;
        } catch (IOException e) {
            log.warn("{}: could not be stopped: {}", stop.id(), e.getMessage());
            return false;
        }
    }

    /** It has ended, so nobody waits for this: when it fails it is tried again beside everything else. */
    private void remove(ContainerId id) {
        worker.runs().forget(id);
        tryToRemove(id, REMOVE_AGAIN);
    }

    private void tryToRemove(ContainerId id, Duration again) {
        try {
            here.runtime().remove(id);
        } catch (IOException e) {
            log.warn("{}: could not be removed, again in {}: {}", id, again, e.getMessage());
            var longer = again.multipliedBy(2);
            here.work()
                    .at(
                            here.work().now().plus(again),
                            () -> here.work()
                                    .run(() -> tryToRemove(
                                            id, longer.compareTo(REMOVE_LONGEST) < 0 ? longer : REMOVE_LONGEST)));
        }
    }

    private void ask(ContainerId id) {
        try {
            var found = here.runtime().container(id);
            if (found.isPresent()) {
                worker.runs().answered(found.get());
            } else {
                worker.runs().forget(id);
            }
        } catch (IOException e) {
            log.warn("{}: the runtime does not say what it does: {}", id, e.getMessage());
        }
    }

    private void delete(KubeObject pod) {
        try {
            here.registry().delete(pod.key(), DeleteOptions.DEFAULT.withGrace(0).onlyUid(worker.uid()));
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict()) {
                log.warn("{}: could not be removed: {}", pod.key(), e.getMessage());
                worker.reportLater(new Report.DeleteFailed());
            }
        } catch (StoreException e) {
            log.warn("{}: could not be removed", pod.key(), e);
            worker.reportLater(new Report.DeleteFailed());
        }
    }
}

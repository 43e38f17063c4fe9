package io.kubia.controller.kubelet;

import io.kubia.controller.event.EventRecorder.Kind;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.pod.Action;
import io.kubia.controller.kubelet.pod.ContainerDefinition;
import io.kubia.controller.kubelet.pod.Decision;
import io.kubia.controller.kubelet.pod.PodDefinition;
import io.kubia.controller.kubelet.pod.PodMachine;
import io.kubia.controller.kubelet.pod.PodMemory;
import io.kubia.controller.kubelet.pod.PodView;
import io.kubia.controller.kubelet.pod.ProbeTarget;
import io.kubia.controller.kubelet.pod.Report;
import io.kubia.controller.kubelet.probe.ProbeKind;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.Part;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on one pod: one of a uid, not of a name.
 *
 * <p>Implementation note. Whoever has news puts it into {@link #inbox} or {@link #runs} and wakes the worker; when it is not
 * at work, that starts a pass on a thread of its own, and while it is, another pass after this one. So passes never overlap,
 * what is below the line is touched by one pass at a time, and an idle pod costs no thread. A pass decides, acts and decides
 * again until nothing is left to be done at once, and then waits for news or for its alarm.
 */
final class PodWorker {
    private static final Logger log = LoggerFactory.getLogger(PodWorker.class);

    /** So many decisions in a row, then others get their turn. */
    private static final int ROUNDS = 32;

    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private enum Turn {
        IDLE,
        AT_WORK,
        AT_WORK_AND_NEWS
    }

    private record ProbeKey(ContainerId id, ProbeKind kind) {}

    private final PodName name;
    private final String uid;
    private final Surroundings here;
    private final Pods pods;
    private final PodActions actions;
    private final KnownRuns runs = new KnownRuns();
    private final ConcurrentLinkedQueue<Report> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.IDLE);
    private volatile @Nullable KubeObject lastSeen;
    private volatile @Nullable JsonObject writtenStatus;
    private volatile PodMemory memory = PodMemory.NOTHING;
    private volatile @Nullable CompletableFuture<Void> stop;
    private volatile PodDefinition definition = PodDefinition.read(JsonObject.EMPTY);

    // ---- what only a pass touches ----
    private final Map<ProbeKey, ProbeLoop> probes = new HashMap<>();
    private final Set<ContainerId> stopped = new HashSet<>();
    private @Nullable JsonObject definedBy;
    private Work.@Nullable Alarm alarm;

    PodWorker(PodName name, String uid, Surroundings here, Pods pods) {
        this.name = name;
        this.uid = uid;
        this.here = here;
        this.pods = pods;
        this.actions = new PodActions(this, here);
    }

    String uid() {
        return uid;
    }

    PodName name() {
        return name;
    }

    KnownRuns runs() {
        return runs;
    }

    /** The pod's; empty as long as it has none. */
    String address() {
        return Objects.requireNonNullElse(memory.address(), "");
    }

    /** Tells what came of something. */
    void report(Report report) {
        inbox.add(report);
        wake();
    }

    /** Tells it later, when a failure has had its time. */
    void reportLater(Report report) {
        here.work().at(here.work().now().plus(RETRY), () -> report(report));
    }

    /** Something that the pod names has changed. */
    void referencesChanged() {
        actions.referencesChanged();
        report(new Report.ReferencesChanged());
    }

    /** Records an event about the pod. */
    void tell(Kind kind, String reason, String message) {
        var pod = lastSeen;
        if (pod != null) {
            here.events().record(pod, kind, reason, message);
        }
    }

    /** Records an event about one of its containers. */
    void tell(String container, Kind kind, String reason, String message) {
        var pod = lastSeen;
        if (pod != null) {
            var path = definition
                    .container(container)
                    .map(ContainerDefinition::fieldPath)
                    .orElse("spec.containers{" + container + "}");
            here.events().record(pod, path, kind, reason, message);
        }
    }

    /** Whether a status is the one that it has written itself. */
    boolean hasWritten(JsonObject status) {
        return status.equals(writtenStatus);
    }

    void wake() {
        var before = turn.getAndUpdate(now -> now == Turn.IDLE ? Turn.AT_WORK : Turn.AT_WORK_AND_NEWS);
        if (before == Turn.IDLE) {
            here.work().run(this::work);
        }
    }

    private void work() {
        do {
            turn.set(Turn.AT_WORK);
            try {
                pass();
            } catch (RuntimeException e) {
                log.error("{}: failed, again in {}", name, RETRY, e);
                wakeAt(here.work().now().plus(RETRY));
            }
        } while (!turn.compareAndSet(Turn.AT_WORK, Turn.IDLE));
    }

    /** Ends the pod's containers, now and until another kubelet starts; completes when they have ended. */
    CompletableFuture<Void> stop() {
        var ended = new CompletableFuture<Void>();
        stop = ended;
        wake();
        return ended;
    }

    private void noteStop() {
        var waited = stop;
        if (waited != null && !runs.isAnyLive()) {
            waited.complete(null);
        }
    }

    private void pass() {
        for (int i = 0; i < ROUNDS; i++) {
            takeReports();
            var pod = current();
            if (pod.isEmpty()) {
                withoutPod();
                return;
            }
            if (!round(pod.get())) {
                return;
            }
        }
        wakeAt(here.work().now().plus(PAUSE));
    }

    private void takeReports() {
        var now = here.work().now();
        for (var report = inbox.poll(); report != null; report = inbox.poll()) {
            memory = memory.after(report, now, here.config().timings());
        }
    }

    private Optional<KubeObject> current() {
        return here.registry()
                .now()
                .get(name.key())
                .filter(pod -> pod.uid().equals(uid)
                        && here.config().node().equals(pod.spec().text("nodeName")));
    }

    /** Decides and acts once; says whether there may be more to do at once. */
    private boolean round(KubeObject pod) {
        boolean isNew = noteChanges(pod);
        var decision = stop == null ? PodMachine.decide(view(pod)) : PodMachine.decideStop(view(pod));
        memory = decision.memory();
        boolean isQuiet = decision.actions().isEmpty();
        boolean isWritten = true;
        if (isQuiet || decision.isUrgent()) {
            isWritten = write(pod, decision.status());
        }
        if (isNew) {
            pods.refer(this, pod); // a claim may be bound by now
            actions.refreshFiles(pod);
        }
        keepProbes(decision.probes());
        for (var action : decision.actions()) {
            if (isWritten || !(action instanceof Action.DeletePod)) {
                actions.perform(pod, action);
            } else {
                report(new Report.DeleteFailed());
            }
        }
        boolean isSettled = isQuiet && inbox.isEmpty() && decision.status().equals(pod.status());
        if (isSettled) {
            noteStop();
        }
        if (isSettled || !isWritten) {
            sleep(decision, isWritten);
            return false;
        }
        return true;
    }

    /** Says whether something has changed that files of its volumes may be made of. */
    private boolean noteChanges(KubeObject pod) {
        var before = lastSeen;
        lastSeen = pod;
        if (!pod.spec().equals(definedBy)) {
            definedBy = pod.spec();
            definition = PodDefinition.read(pod.spec());
            pods.refer(this, pod);
        }
        return actions.isToRefresh()
                || (before != null
                        && (!before.labels().equals(pod.labels())
                                || !before.annotations().equals(pod.annotations())));
    }

    private PodView view(KubeObject pod) {
        return new PodView(
                pod,
                definition,
                runs.byName(),
                memory,
                here.names().claim(name, uid),
                here.config().hostAddress(),
                here.config().timings(),
                here.work().now());
    }

    /** Writes a status if it is another; says whether it stands there now. */
    private boolean write(KubeObject pod, JsonObject status) {
        if (status.equals(pod.status())) {
            return true;
        }
        writtenStatus = status;
        try {
            var before = pod.status();
            var after = here.registry()
                    .change(
                            name.key(),
                            Part.STATUS,
                            now -> now.uid().equals(uid) && now.status().equals(before) ? now.withStatus(status) : now,
                            false);
            boolean isThere = after.uid().equals(uid) && after.status().equals(status);
            if (!isThere) {
                wake(); // somebody has written to the status in the meantime: decide by that one
            }
            return isThere;
        } catch (ApiException e) {
            log.debug("{}: its status was not written: {}", name, e.getMessage());
            wakeAt(here.work().now().plus(RETRY));
            return false;
        } catch (StoreException e) {
            log.warn("{}: its status could not be written, again in {}", name, RETRY, e);
            wakeAt(here.work().now().plus(RETRY));
            return false;
        }
    }

    private void sleep(Decision decision, boolean isWritten) {
        var due = isWritten ? decision.due() : Optional.of(here.work().now().plus(RETRY));
        cancelAlarm();
        due.ifPresent(this::wakeAt);
    }

    private void wakeAt(Instant due) {
        cancelAlarm();
        alarm = here.work().at(due, this::wake);
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void keepProbes(List<ProbeTarget> targets) {
        if (targets.isEmpty() && probes.isEmpty()) {
            return;
        }
        var wanted = new HashMap<ProbeKey, ProbeTarget>();
        for (var target : targets) {
            wanted.put(new ProbeKey(target.id(), target.kind()), target);
        }
        probes.entrySet().removeIf(entry -> {
            var target = wanted.get(entry.getKey());
            boolean isToEnd = target == null
                    || !target.definition().equals(entry.getValue().definition());
            if (isToEnd) {
                entry.getValue().close();
            }
            return isToEnd;
        });
        wanted.forEach((key, target) -> {
            if (!probes.containsKey(key)) {
                var probe = new ProbeLoop(this, here, target);
                probes.put(key, probe);
                probe.start();
            }
        });
    }

    /** The pod's object is gone, and with it the right to start anything: what lives is stopped, then all is removed. */
    private void withoutPod() {
        keepProbes(List.of());
        cancelAlarm();
        if (!runs.isAnyLive() && here.names().release(name, uid)) {
            pods.released(name);
        }
        boolean isUncertain = false;
        for (var action : PodMachine.decideWithoutPod(runs.all(), here.config().timings())) {
            switch (action) {
                case Action.Stop stop when !stopped.add(stop.id()) -> isUncertain |= askIfUncertain(stop.id());
                case Action.Stop stop -> {
                    tell(
                            stop.id().container(),
                            Kind.NORMAL,
                            "Killing",
                            "Stopping container " + stop.id().container());
                    actions.performWithoutPod(stop);
                    isUncertain |= isUncertain(stop.id());
                }
                default -> {
                    actions.performWithoutPod(action);
                    isUncertain |= action instanceof Action.Ask;
                }
            }
        }
        noteStop();
        if (runs.all().isEmpty()) {
            here.names().release(name, uid);
            pods.forget(this);
        } else if (isUncertain) {
            wakeAt(here.work().now().plus(here.config().timings().unknownAsked()));
        } else if (!runs.isAnyLive()) {
            wake();
        }
    }

    /** It could not be stopped: that is tried again. */
    void stopAgain(ContainerId id) {
        stopped.remove(id);
        here.work().at(here.work().now().plus(RETRY), this::wake);
    }

    private boolean askIfUncertain(ContainerId id) {
        if (isUncertain(id)) {
            actions.performWithoutPod(new Action.Ask(id));
            return true;
        }
        return false;
    }

    private boolean isUncertain(ContainerId id) {
        return runs.get(id)
                .filter(run -> run.state() instanceof State.Intended || run.state() instanceof State.Unknown)
                .isPresent();
    }

    /** Does nothing more; what lives lives on. */
    void close() {
        probes.values().forEach(ProbeLoop::close);
    }
}

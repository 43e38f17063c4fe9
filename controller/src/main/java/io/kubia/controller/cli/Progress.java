package io.kubia.controller.cli;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Waits for sets to have all of their pods ready, and prints each pod when it is, with the time that it took.
 *
 * <p>Watchers' threads tell; the one that waits is woken by them.
 */
final class Progress {
    private final List<ObjectKey> sets;
    private final Instant begin;
    private final InstantSource clock;
    private final PrintWriter out;
    private final Map<ObjectKey, KubeObject> known = new HashMap<>();
    private final Map<ObjectKey, KubeObject> pods = new TreeMap<>();
    private final Set<String> printed = new HashSet<>();

    Progress(List<ObjectKey> sets, Instant begin, InstantSource clock, PrintWriter out) {
        this.sets = List.copyOf(sets);
        this.begin = begin;
        this.clock = clock;
        this.out = out;
    }

    /** Returns whether all were ready in time. */
    boolean await(Cluster cluster, Duration limit) throws InterruptedException {
        var watches = new ArrayList<Cluster.Watch>();
        try {
            for (var namespace :
                    sets.stream().map(ObjectKey::namespace).distinct().toList()) {
                watches.add(cluster.watch(ResourceTypes.POD, namespace, this::told));
                watches.add(cluster.watch(ResourceTypes.STATEFUL_SET, namespace, this::told));
            }
            return awaitReady(clock.instant().plus(limit));
        } finally {
            watches.forEach(Cluster.Watch::close);
        }
    }

    private synchronized boolean awaitReady(Instant deadline) throws InterruptedException {
        while (!sets.stream().allMatch(this::isReady)) {
            long left = Duration.between(clock.instant(), deadline).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized void told(KubeObject object) {
        if (object.type().equals(ResourceTypes.POD)) {
            pods.put(object.key(), object);
            printIfReady(Pod.of(object));
        } else {
            known.put(object.key(), object);
        }
        notifyAll();
    }

    /** The status alone does not say it: that of a set which was stopped counts pods that are gone. */
    private boolean isReady(ObjectKey key) {
        var set = known.get(key);
        if (set == null || set.status().number("observedGeneration", 0) != set.generation()) {
            return false;
        }
        long wanted = set.spec().number("replicas", 1);
        return set.status().number("readyReplicas", 0) >= wanted && readyPods(key) >= wanted;
    }

    private long readyPods(ObjectKey set) {
        return pods.values().stream()
                .filter(pod -> isOf(set, pod) && Pod.of(pod).isReady() && !pod.isBeingDeleted())
                .count();
    }

    private static boolean isOf(ObjectKey set, KubeObject pod) {
        return pod.namespace().equals(set.namespace())
                && pod.controller()
                        .filter(owner -> owner.kind().equals("StatefulSet")
                                && owner.name().equals(set.name()))
                        .isPresent();
    }

    private void printIfReady(Pod pod) {
        boolean isOurs = sets.stream().anyMatch(set -> isOf(set, pod.object()));
        if (isOurs && pod.isReady() && printed.add(pod.object().uid())) {
            var took = Duration.between(begin, clock.instant());
            out.println(pod.name() + " is ready at " + address(pod) + " after " + seconds(took));
        }
    }

    /** Why it is not ready yet: a line for each pod that is not. */
    synchronized List<String> reasons() {
        var reasons = new ArrayList<String>();
        for (var object : pods.values()) {
            var pod = Pod.of(object);
            if (!pod.isReady()) {
                reasons.add(
                        pod.name() + ": " + waiting(object) + " (see: kubia events, kubia logs " + pod.name() + ")");
            }
        }
        return reasons.isEmpty() ? List.of("no pod is there yet (see: kubia events)") : reasons;
    }

    private static String waiting(KubeObject pod) {
        for (var container : pod.status().array("containerStatuses").objects()) {
            var waiting = container.object("state").object("waiting");
            if (!waiting.isEmpty()) {
                return waiting.text("reason", "waiting") + " " + waiting.text("message", "");
            }
        }
        return "not ready";
    }

    private static String address(Pod pod) {
        for (var container : pod.object().spec().array("containers").objects()) {
            for (var port : container.array("ports").objects()) {
                return pod.ip() + ":" + port.number("containerPort", 0);
            }
        }
        return String.valueOf(pod.ip());
    }

    /** {@code 1.2 s}. */
    static String seconds(Duration duration) {
        long tenths = (duration.toMillis() + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }
}

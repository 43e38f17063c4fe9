package io.kubia.controller.simulation;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import java.util.HashSet;
import java.util.TreeSet;

/** What must be so once the controller has done all that it can, and once all that was asked for has come about. */
final class Truth {
    private Truth() {}

    /** At rest, the numbers in a status are what one counts, and the history is within its limit. */
    static void checkSets(World world) {
        for (var set : world.all(ResourceTypes.STATEFUL_SET)) {
            var view = view(world, set);
            var status = set.status();
            equal(set, "replicas", status.number("replicas", -1), view.pods().size());
            equal(
                    set,
                    "readyReplicas",
                    status.number("readyReplicas", 0),
                    view.pods().stream().filter(view::isReady).count());
            equal(
                    set,
                    "availableReplicas",
                    status.number("availableReplicas", -1),
                    view.pods().stream().filter(view::isAvailable).count());
            equal(
                    set,
                    "currentReplicas",
                    status.number("currentReplicas", 0),
                    of(view, status.text("currentRevision", "")));
            equal(
                    set,
                    "updatedReplicas",
                    status.number("updatedReplicas", 0),
                    of(view, status.text("updateRevision", "")));
            equal(set, "observedGeneration", status.number("observedGeneration", 0), set.generation());
            if (!set.isBeingDeleted()) {
                checkHistory(world, view);
            }
        }
    }

    /** At rest, the service's slices name as ready the pods that are, and no others. */
    static void checkEndpoints(World world) {
        var told = new TreeSet<String>();
        for (var slice : world.all(ResourceTypes.ENDPOINT_SLICE)) {
            for (var endpoint : slice.json().array("endpoints").objects()) {
                if (endpoint.object("conditions").isTrue("ready")) {
                    told.add(endpoint.object("targetRef").text("name", ""));
                }
            }
        }
        var ready = new TreeSet<String>();
        for (var object : world.all(ResourceTypes.POD)) {
            var pod = Pod.of(object);
            if (pod.isReady() && !pod.isTerminating() && "kubia".equals(object.label("app"))) {
                ready.add(pod.name());
            }
        }
        if (!told.equals(ready)) {
            throw new Violation("the service's endpoints are " + told + ", and ready are " + ready);
        }
    }

    private static SetView view(World world, KubeObject set) {
        return SetView.of(set, world.all(ResourceTypes.POD), world.clock.instant());
    }

    private static long of(SetView view, String revision) {
        return view.pods().stream()
                .filter(pod -> !pod.isTerminating() && SetView.revision(pod).equals(revision))
                .count();
    }

    private static void equal(KubeObject set, String what, long told, long counted) {
        if (told != counted) {
            throw new Violation(set.name() + " says " + what + " " + told + ", and there are " + counted);
        }
    }

    private static void checkHistory(World world, SetView view) {
        var live = new HashSet<String>();
        live.add(view.object().status().text("currentRevision", ""));
        live.add(view.object().status().text("updateRevision", ""));
        view.pods().forEach(pod -> live.add(SetView.revision(pod)));
        long unused = world.all(ResourceTypes.CONTROLLER_REVISION).stream()
                .filter(revision -> revision.isControlledBy(view.object()) && !live.contains(revision.name()))
                .count();
        long limit = view.object().spec().number("revisionHistoryLimit", 10);
        if (unused > limit) {
            throw new Violation(unused + " old revisions are kept, and no more than " + limit + " may be");
        }
    }

    /** Everything that is wanted is there, ready, up to date and known to be so; nothing else is. */
    static void checkDone(World world) {
        checkSets(world);
        checkEndpoints(world);
        for (var set : world.all(ResourceTypes.STATEFUL_SET)) {
            var view = view(world, set);
            equal(set, "pods", view.replicas(), view.pods().size());
            for (var pod : view.pods()) {
                if (!view.wants(SetView.ordinal(pod)) || !view.isHealthy(pod) || !view.isUpToDate(pod)) {
                    throw new Violation(pod.name() + " is not what is asked for");
                }
                if (world.find(ResourceTypes.PERSISTENT_VOLUME_CLAIM, "data-" + pod.name())
                        .isEmpty()) {
                    throw new Violation(pod.name() + " has no claim");
                }
            }
            var status = set.status();
            if (!status.text("currentRevision", "").equals(status.text("updateRevision"))) {
                throw new Violation(set.name() + " does not know that its update is done");
            }
        }
    }
}

package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.DeleteOptions.Propagation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a request to delete an object does to it. Pods alone have grace; everything may have finalizers, and namespaces have
 * one of a kind of their own in their spec.
 *
 * <pre>
 * object                      asked for       finalizers left   becomes
 * not being deleted           grace &gt; 0       any               Marked
 * not being deleted           no grace        none              Gone
 * not being deleted           no grace        some              Marked
 * being deleted, grace &gt; 0    less than that  any               Marked, or Gone at 0 without finalizers
 * being deleted, grace &gt; 0    otherwise       any               Unchanged
 * being deleted, grace 0      anything        none              Gone
 * being deleted, grace 0      anything        some              Marked or Unchanged, by the propagation alone
 * </pre>
 */
sealed interface Deletion {
    /** Kubernetes' name for an object whose dependents are to be deleted before it. */
    String FOREGROUND = "foregroundDeletion";

    /** And for one whose dependents are to be let go. */
    String ORPHAN = "orphan";

    /** It is removed. */
    record Gone() implements Deletion {}

    /** It stays, as this, until whoever has to do something first has done that. */
    record Marked(KubeObject object) implements Deletion {}

    /** It stays as it is: it is being deleted already. */
    record Unchanged() implements Deletion {}

    static Deletion of(KubeObject object, DeleteOptions options, Instant now) {
        if (object.type().equals(ResourceTypes.NAMESPACE)) {
            return ofNamespace(object, options, now);
        }
        if (object.type().equals(ResourceTypes.POD)) {
            return ofPod(object, options, now);
        }
        return withoutGrace(object, options, now);
    }

    /** Refuses another object, or another version of it, than was meant. */
    static void requireMeant(KubeObject object, DeleteOptions options) {
        options.uid().filter(uid -> !uid.equals(object.uid())).ifPresent(uid -> {
            throw new ApiException(Status.conflict(
                    object.key(),
                    "the UID in the precondition (" + uid + ") does not match the UID in record (" + object.uid()
                            + "). The object might have been deleted and then recreated"));
        });
        var version = options.resourceVersion();
        if (version.isPresent() && version.getAsLong() != object.resourceVersion()) {
            throw new ApiException(Status.conflict(
                    object.key(),
                    "the ResourceVersion in the precondition (" + version.getAsLong()
                            + ") does not match the ResourceVersion in record (" + object.resourceVersion()
                            + "). The object might have been modified"));
        }
    }

    /** Whether an update leaves nothing that keeps an object which is being deleted. */
    static boolean isOver(KubeObject before, KubeObject after) {
        return before.isBeingDeleted()
                && after.finalizers().isEmpty()
                && grace(before).orElse(0) == 0
                && (!after.type().equals(ResourceTypes.NAMESPACE)
                        || after.spec().array("finalizers").isEmpty());
    }

    private static Deletion ofPod(KubeObject pod, DeleteOptions options, Instant now) {
        if (pod.isBeingDeleted()) {
            long left = grace(pod).orElse(0);
            if (left == 0) {
                return withoutGrace(pod, options, now);
            }
            var asked = notNegative(options.gracePeriodSeconds());
            if (asked.isEmpty() || asked.getAsLong() >= left) {
                return new Unchanged();
            }
            var start = pod.deletionTimestamp().orElse(now).minusSeconds(left);
            return graceful(pod, options, start, asked.getAsLong());
        }
        return graceful(pod, options, now, grace(pod, options));
    }

    /** How long a pod may take that is not being deleted yet. */
    private static long grace(KubeObject pod, DeleteOptions options) {
        var view = Pod.of(pod);
        if (view.node() == null || view.node().isEmpty() || view.hasEnded()) {
            return 0;
        }
        var asked = notNegative(options.gracePeriodSeconds());
        return asked.isPresent()
                ? asked.getAsLong()
                : notNegative(pod.spec().number("terminationGracePeriodSeconds"))
                        .orElse(30);
    }

    private static Deletion graceful(KubeObject pod, DeleteOptions options, Instant start, long seconds) {
        var finalizers = finalizers(pod, options);
        if (seconds == 0 && finalizers.isEmpty()) {
            return new Gone();
        }
        return new Marked(marked(pod, start.plusSeconds(seconds), seconds).withFinalizers(finalizers));
    }

    private static Deletion withoutGrace(KubeObject object, DeleteOptions options, Instant now) {
        var finalizers = finalizers(object, options);
        if (finalizers.isEmpty()) {
            return new Gone();
        }
        if (object.isBeingDeleted() && finalizers.equals(object.finalizers())) {
            return new Unchanged();
        }
        var base = object.isBeingDeleted() ? object : marked(object, now, 0);
        return new Marked(base.withFinalizers(finalizers));
    }

    private static Deletion ofNamespace(KubeObject namespace, DeleteOptions options, Instant now) {
        if (namespace.isBeingDeleted()) {
            return namespace.spec().array("finalizers").isEmpty()
                    ? withoutGrace(namespace, options, now)
                    : new Unchanged();
        }
        return new Marked(namespace
                .withMetadata("deletionTimestamp", Json.of(Timestamps.print(now)))
                .withFinalizers(finalizers(namespace, options))
                .withStatus(status -> status.with("phase", "Terminating")));
    }

    private static KubeObject marked(KubeObject object, Instant until, long seconds) {
        JsonObject metadata = object.metadata()
                .with("deletionTimestamp", Timestamps.print(until))
                .with("deletionGracePeriodSeconds", seconds);
        if (!object.isBeingDeleted() && object.generation() > 0) {
            metadata = metadata.with("generation", object.generation() + 1);
        }
        return object.with("metadata", metadata);
    }

    /** The finalizers that are left, with the one by which the garbage loop knows what to do with dependents. */
    private static List<String> finalizers(KubeObject object, DeleteOptions options) {
        var before = object.finalizers();
        if (options.propagation().isEmpty()) {
            return before;
        }
        var finalizers = new ArrayList<>(before);
        var wanted = options.propagation().get();
        set(finalizers, ORPHAN, wanted == Propagation.ORPHAN);
        set(finalizers, FOREGROUND, wanted == Propagation.FOREGROUND);
        return finalizers;
    }

    private static void set(List<String> finalizers, String name, boolean isWanted) {
        if (!isWanted) {
            finalizers.remove(name);
        } else if (!finalizers.contains(name)) {
            finalizers.add(name);
        }
    }

    private static OptionalLong grace(KubeObject object) {
        return object.metadata().number("deletionGracePeriodSeconds");
    }

    /** Kubernetes takes a negative grace for one second. */
    private static OptionalLong notNegative(OptionalLong seconds) {
        return seconds.isPresent() && seconds.getAsLong() < 0 ? OptionalLong.of(1) : seconds;
    }
}

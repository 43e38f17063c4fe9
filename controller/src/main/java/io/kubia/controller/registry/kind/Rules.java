package io.kubia.controller.registry.kind;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.registry.field.Names;
import io.kubia.controller.registry.field.Problems;
import io.kubia.controller.store.Snapshot;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What lies between a request and the store for one kind. A write passes {@link #defaults}, {@link #prepareCreate} or
 * {@link #prepareUpdate}, {@link #admit}, {@link #validate} (and {@link #validateUpdate}), and {@link #allocate}, in this
 * order; the status subresource passes {@link #validateStatus} alone. Every method is pure.
 */
public interface Rules {
    /** What a name lacks to be one of this kind. */
    default List<String> nameProblems(String name) {
        return Names.subdomain(name);
    }

    /** Whether versions of the spec are counted in {@code metadata.generation}. */
    default boolean hasGeneration() {
        return false;
    }

    /** What of an object is the wish that a generation counts. */
    default boolean sameWish(KubeObject before, KubeObject after) {
        return java.util.Objects.equals(before.json().get("spec"), after.json().get("spec"));
    }

    /** The object with every field that has a value of its own when nobody gives it one. */
    default KubeObject defaults(KubeObject object) {
        return object;
    }

    /** A new object without what only the server says, such as a status, and with what it says at first. */
    default KubeObject prepareCreate(KubeObject object) {
        return object;
    }

    /** An update without what it may not touch. The status has been kept already. */
    default KubeObject prepareUpdate(KubeObject before, KubeObject after) {
        return after;
    }

    /** The object with what depends on others, such as the default class. */
    default KubeObject admit(@Nullable KubeObject before, KubeObject object, Snapshot now) {
        return object;
    }

    /** Says what is wrong with an object, new or changed. */
    default void validate(KubeObject object, Problems problems) {}

    /** Says what an update changes that must stay as it is. */
    default void validateUpdate(KubeObject before, KubeObject after, Problems problems) {}

    /** Says what is wrong with a new status. */
    default void validateStatus(KubeObject before, KubeObject after, Problems problems) {}

    /** Whether {@link #allocate} has to run for one write at a time. */
    default boolean allocates() {
        return false;
    }

    /** The object with what is unique among its kind, such as an address. */
    default KubeObject allocate(
            @Nullable KubeObject before, KubeObject object, Snapshot now, RandomGenerator random, Problems problems) {
        return object;
    }
}

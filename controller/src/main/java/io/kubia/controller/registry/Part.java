package io.kubia.controller.registry;

/** Which part of an object a write is about; it leaves the other as it is. */
public enum Part {
    /** All but the status. */
    WHOLE,
    /** The status alone, and labels and annotations with it: the {@code status} subresource. */
    STATUS,
    /** The finalizers in a namespace's spec alone: its {@code finalize} subresource. */
    FINALIZERS,
    /** A pod's node, and the condition that says that it has one; see {@link Registry#bind}. */
    BINDING
}

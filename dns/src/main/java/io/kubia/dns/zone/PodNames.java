package io.kubia.dns.zone;

/** Which names of the form {@code 10-0-0-1.namespace.pod.zone} are answered. */
public enum PodNames {
    /** None. */
    OFF,
    /** Every address that can be written, in every namespace that there is, whether a pod has it or not. */
    INSECURE,
    /** Those of pods that there are. */
    VERIFIED
}

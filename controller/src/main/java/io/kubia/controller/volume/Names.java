package io.kubia.controller.volume;

/** Kubernetes' names for what stands in the metadata of volumes, claims and classes. */
final class Names {
    /** On a claim: it has been bound, and if its volume is gone now it is lost. */
    static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    /** On either side: the other one was written there by us and not by a person, so that we may take it away again. */
    static final String BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";

    static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
    static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";
    static final String CLASS = "volume.beta.kubernetes.io/storage-class";
    static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    static final String CLAIM_PROTECTION = "kubernetes.io/pvc-protection";
    static final String VOLUME_PROTECTION = "kubernetes.io/pv-protection";

    private Names() {}
}

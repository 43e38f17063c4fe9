package io.kubia.controller.kubelet.probe;

/** What a probe is for. */
public enum ProbeKind {
    /** Whether the container has come up; until then the others wait. */
    STARTUP("Startup"),
    /** Whether it may be given work. */
    READINESS("Readiness"),
    /** Whether it is to be restarted. */
    LIVENESS("Liveness");

    private final String word;

    ProbeKind(String word) {
        this.word = word;
    }

    /** As events name it. */
    public String word() {
        return word;
    }
}

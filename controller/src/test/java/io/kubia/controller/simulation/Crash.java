package io.kubia.controller.simulation;

/** The control plane is killed in the middle of a write. */
final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    Crash() {
        super("crash", null, false, false);
    }
}

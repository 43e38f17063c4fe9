package io.kubia.controller.simulation;

/** Something was so that must never be so. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(what);
    }
}

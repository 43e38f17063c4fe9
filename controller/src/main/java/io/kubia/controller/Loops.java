package io.kubia.controller;

import io.kubia.controller.loop.Loop;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.store.ObjectStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The loops of a control plane: started together, and ended together before what they drive. */
final class Loops implements AutoCloseable {
    private final List<Reconciler> reconcilers = new ArrayList<>();
    private final List<Loop> running = new ArrayList<>();

    void add(Reconciler reconciler) {
        reconcilers.add(reconciler);
    }

    void start(ObjectStore store, InstantSource clock) {
        for (var reconciler : reconcilers) {
            var loop = new Loop(reconciler, store, clock);
            running.add(loop);
            loop.start();
        }
    }

    /** Ends each after the pass under way. May be called again. */
    @Override
    public void close() {
        running.forEach(Loop::close);
        running.clear();
    }
}

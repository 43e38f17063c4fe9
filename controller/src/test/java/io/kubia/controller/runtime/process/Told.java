package io.kubia.controller.runtime.process;

import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.ContainerId;
import io.kubia.controller.runtime.ContainerRuntime;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener that keeps what it was told, and waits for more. */
final class Told implements ContainerRuntime.Listener {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Map<ContainerId, ArrayDeque<Container.State>> states = new HashMap<>();

    @Override
    public synchronized void changed(Container container) {
        states.computeIfAbsent(container.id(), id -> new ArrayDeque<>()).add(container.state());
        notifyAll();
    }

    Container.State.Running running(ContainerId id) throws InterruptedException {
        return (Container.State.Running) await(id, Container.State.Running.class::isInstance);
    }

    Container.State.Ended ended(ContainerId id) throws InterruptedException {
        return (Container.State.Ended) await(id, Container.State.Ended.class::isInstance);
    }

    private synchronized Container.State await(ContainerId id, Predicate<Container.State> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            for (var state : states.getOrDefault(id, new ArrayDeque<>())) {
                if (wanted.test(state)) {
                    return state;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(id + ": told " + states.get(id));
            }
            wait(left);
        }
    }
}

package io.kubia.controller.kubelet;

import io.kubia.controller.kubelet.pod.PodMachine;
import io.kubia.controller.runtime.Container;
import io.kubia.controller.runtime.Container.State;
import io.kubia.controller.runtime.ContainerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The runs of one pod as the runtime has told of them. The runtime's thread writes, the pod's worker writes and reads. */
final class KnownRuns {
    private final ConcurrentHashMap<ContainerId, Container> runs = new ConcurrentHashMap<>();

    /** As the runtime tells it. What has ended stays so: it cannot live again. */
    void told(Container container) {
        runs.compute(container.id(), (id, known) -> isEnded(known) && !isEnded(container) ? known : container);
    }

    /** As the runtime answers when it is asked: that may be older than what it has told in the meantime. */
    void answered(Container container) {
        runs.compute(container.id(), (id, known) -> known == null || isUncertain(known) ? container : known);
    }

    /** Before it is started, so that nobody takes it for not being there. */
    void intend(ContainerId id) {
        runs.putIfAbsent(id, new Container(id, "", new State.Intended()));
    }

    /** The runtime knows nothing of it. */
    void forget(ContainerId id) {
        runs.remove(id);
    }

    Optional<Container> get(ContainerId id) {
        return Optional.ofNullable(runs.get(id));
    }

    List<Container> all() {
        return new ArrayList<>(runs.values());
    }

    boolean isAnyLive() {
        for (var container : runs.values()) {
            if (PodMachine.mayLive(container)) {
                return true;
            }
        }
        return false;
    }

    /** By the container's name, earlier attempts first. */
    Map<String, List<Container>> byName() {
        var byName = new HashMap<String, List<Container>>();
        for (var container : runs.values()) {
            byName.computeIfAbsent(container.id().container(), name -> new ArrayList<>(2))
                    .add(container);
        }
        for (var attempts : byName.values()) {
            attempts.sort(Comparator.comparingInt(run -> run.id().attempt()));
        }
        return byName;
    }

    private static boolean isEnded(@Nullable Container container) {
        return container != null && container.state() instanceof State.Ended;
    }

    private static boolean isUncertain(Container container) {
        return container.state() instanceof State.Intended || container.state() instanceof State.Unknown;
    }
}

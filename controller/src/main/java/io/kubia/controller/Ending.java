package io.kubia.controller;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.DeleteOptions;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.VersionGoneException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Deletes the pods that somebody makes again, one after the other, the last of a set first. The others stay in the store: the
 * kubelet stops their containers, and starts them again with the machine.
 */
final class Ending {
    private final ObjectStore store;
    private final Registry registry;

    Ending(ObjectStore store, Registry registry) {
        this.store = store;
        this.registry = registry;
    }

    /** Returns when they are gone. No loop may run any more that would make them anew; the kubelet must. */
    void endPods() throws InterruptedException {
        for (var pod : pods()) {
            if (pod.controller().isPresent()) {
                end(pod);
            }
        }
    }

    /** The highest ordinal first: {@code kubia-10} before {@code kubia-9}. */
    private List<KubeObject> pods() {
        var pods = new ArrayList<>(store.now().list(Selection.all(ResourceTypes.POD)));
        pods.sort(Comparator.comparingInt(Ending::ordinal).reversed());
        return pods;
    }

    private static int ordinal(KubeObject pod) {
        var name = pod.name();
        try {
            return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void end(KubeObject pod) throws InterruptedException {
        var gone = new CountDownLatch(1);
        try (var _ = store.watch(
                Selection.in(ResourceTypes.POD, pod.namespace()), store.now().version(), change -> {
                    if (change instanceof Change.Deleted(var deleted)
                            && deleted.uid().equals(pod.uid())) {
                        gone.countDown();
                    }
                })) {
            registry.delete(pod.key(), DeleteOptions.DEFAULT.onlyUid(pod.uid()));
            gone.await();
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        } catch (VersionGoneException e) {
            throw new IllegalStateException("a version of this moment is gone", e);
        }
    }
}

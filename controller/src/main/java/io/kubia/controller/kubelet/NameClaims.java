package io.kubia.controller.kubelet;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Which pod has a name. It has it from before its first container is started until after nothing of it lives any more, and
 * its object is gone: so no two pods of one name ever live, whoever removed the first one's object, and however fast.
 */
final class NameClaims {
    private final ConcurrentHashMap<PodName, String> holders = new ConcurrentHashMap<>();

    /** Takes a name for a pod; says whether it is its own now. */
    boolean claim(PodName name, String uid) {
        var holder = holders.putIfAbsent(name, uid);
        return holder == null || holder.equals(uid);
    }

    /** Gives a name back; says whether it was the pod's. */
    boolean release(PodName name, String uid) {
        return holders.remove(name, uid);
    }
}

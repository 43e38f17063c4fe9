package io.kubia.controller.proxy.service;

import io.kubia.controller.proxy.Backend;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says who is next for a new connection: everybody in turn, or, for a service with affinity, whoever the client had before.
 * Any thread may ask.
 */
final class Balancer {
    /** Clients that are remembered; beyond, the one that has not come for longest is forgotten. */
    static final int MAX_CLIENTS = 10_000;

    private final Map<InetAddress, Choice> choices = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Choice> eldest) {
            return size() > MAX_CLIENTS;
        }
    };
    private int next;

    /** Whom a client had last, and until when it is to have the same. */
    private record Choice(Backend backend, Instant until) {}

    /** Those to try, in this order, at most so many. */
    synchronized List<Backend> candidates(List<Backend> ready, int most, InetAddress client, Instant now) {
        var candidates = new ArrayList<Backend>(Math.min(most, ready.size()));
        var choice = choices.get(client);
        if (choice != null && choice.until().isAfter(now) && ready.contains(choice.backend())) {
            candidates.add(choice.backend());
        }
        int turn = next++ & Integer.MAX_VALUE;
        for (int i = 0; i < ready.size() && candidates.size() < most; i++) {
            var backend = ready.get((turn + i) % ready.size());
            if (!candidates.contains(backend)) {
                candidates.add(backend);
            }
        }
        return candidates;
    }

    /** A client was taken by one: it has the same again for so long; zero for a service without affinity. */
    synchronized void taken(InetAddress client, Backend backend, Duration affinity, Instant now) {
        if (affinity.isZero()) {
            choices.remove(client);
        } else {
            choices.put(client, new Choice(backend, now.plus(affinity)));
        }
    }
}

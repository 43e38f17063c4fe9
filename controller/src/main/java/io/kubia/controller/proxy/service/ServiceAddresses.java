package io.kubia.controller.proxy.service;

import io.kubia.controller.endpoint.Service;
import io.kubia.controller.event.EventRecorder;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.loop.Outcome;
import io.kubia.controller.loop.Reconciler;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Part;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.Change;
import io.kubia.controller.store.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Listens where services are to be found, and says in their status where public ones are. Its keys are services.
 *
 * <p>Implementation note. Only the loop's thread opens and closes sockets; {@link #open} is read by the store's thread as
 * well, when a pod goes. A port in use is tried again every few seconds, in silence: an event tells of it once, and
 * again when the reason is another.
 */
final class ServiceAddresses implements Reconciler {
    private final ServiceProxyConfig config;
    private final Registry registry;
    private final EventRecorder events;
    private final Sockets sockets;

    private final Map<String, Taken> open = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Map<String, String>> told = new HashMap<>();

    ServiceAddresses(ServiceProxyConfig config, Registry registry, EventRecorder events, Sockets sockets) {
        this.config = config;
        this.registry = registry;
        this.events = events;
        this.sockets = sockets;
    }

    /** Opens sockets. */
    @FunctionalInterface
    interface Sockets {
        /**
         * Listens.
         *
         * @throws IOException the system's reason why not
         */
        Listener open(Listening place, Target target) throws IOException;
    }

    /** A place that is listened at, by its address and port. */
    private record Taken(Listening place, Listener listener) {
        ObjectKey service() {
            return listener.relays().target().service();
        }
    }

    @Override
    public String name() {
        return "service-addresses";
    }

    @Override
    public List<ResourceType> watches() {
        return List.of(ResourceTypes.SERVICE);
    }

    @Override
    public void affected(Change change, Snapshot now, Consumer<ObjectKey> keys) {
        keys.accept(change.key());
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        var object = registry.now().get(key);
        if (object.isEmpty()) {
            closeAllBut(key, List.of());
            told.remove(key);
            return Outcome.DONE;
        }
        var service = Service.of(object.get());
        var wanted = Listening.of(service, config);
        closeAllBut(key, wanted);
        var problems = openAll(service, wanted);
        tell(object.get(), problems);
        publish(service);
        for (var problem : problems.values()) {
            if (problem.mayPass()) {
                return Outcome.again(config.retry());
            }
        }
        return Outcome.DONE;
    }

    private void closeAllBut(ObjectKey service, List<Listening> wanted) {
        for (var taken : List.copyOf(open.values())) {
            if (taken.service().equals(service) && wanted.stream().noneMatch(place -> isAt(place, taken))) {
                open.remove(taken.place().place());
                taken.listener().close();
                taken.listener().relays().drain(config.drain());
            }
        }
    }

    private static boolean isAt(Listening place, Taken taken) {
        return place.place().equals(taken.place().place());
    }

    /** Why not everything could be opened, by place. */
    private Map<String, Problem> openAll(Service service, List<Listening> wanted) {
        var problems = new LinkedHashMap<String, Problem>();
        var annotation = LocalPorts.of(service).problem();
        if (annotation != null) {
            problems.put(LocalPorts.ANNOTATION, Problem.ofAnnotation(annotation));
        }
        var own = new ArrayList<String>();
        for (var place : wanted) {
            var target = Target.of(service, place.servicePort());
            var taken = open.get(place.place());
            if (own.contains(place.place())) {
                problems.put(place.place(), Problem.taken(place, service.object()));
            } else if (taken == null) {
                try {
                    open.put(place.place(), new Taken(place, sockets.open(place, target)));
                    opened(service.object(), place);
                } catch (IOException e) {
                    problems.put(place.place(), Problem.of(place, service.object(), e));
                }
            } else if (taken.service().equals(service.object().key())) {
                taken.listener().relays().leadTo(target);
            } else {
                problems.put(place.place(), Problem.taken(place, taken.service(), service.object()));
            }
            own.add(place.place());
        }
        return problems;
    }

    private void opened(KubeObject service, Listening place) {
        if (place.use() == Listening.Use.PUBLIC) {
            events.normal(service, "Listening", "Port " + place.number() + " can be reached at " + place.place());
        }
    }

    private void tell(KubeObject service, Map<String, Problem> problems) {
        var before = told.getOrDefault(service.key(), Map.of());
        var now = new HashMap<String, String>();
        problems.forEach((place, problem) -> {
            now.put(place, problem.message());
            if (!problem.message().equals(before.get(place))) {
                events.warning(service, problem.reason(), problem.message());
            }
        });
        told.put(service.key(), now);
    }

    /** Says where a service of type LoadBalancer is found, once it can be. */
    private void publish(Service service) {
        if (!Listening.isBalanced(service)) {
            return;
        }
        boolean isReachable = false;
        for (var taken : open.values()) {
            isReachable |= taken.place().use() == Listening.Use.PUBLIC
                    && taken.service().equals(service.object().key());
        }
        var balancer = isReachable
                ? JsonObject.of("ingress", JsonArray.of(JsonObject.of("ip", Json.of(config.publicAddress()))))
                : JsonObject.EMPTY;
        if (!service.object().status().object("loadBalancer").equals(balancer)) {
            registry.change(
                    service.object().key(),
                    Part.STATUS,
                    now -> now.withStatus(status -> status.with("loadBalancer", balancer)),
                    false);
        }
    }

    /** A pod is gone: the connections that it took may finish. Called by any thread. */
    void left(ObjectKey service, String address) {
        for (var taken : open.values()) {
            if (taken.service().equals(service)) {
                taken.listener().relays().left(address, config.drain());
            }
        }
    }

    /** Closes everything. Called when the loop has ended. */
    void close() {
        for (var taken : open.values()) {
            taken.listener().close();
            taken.listener().relays().cut();
        }
        open.clear();
    }
}

package io.kubia.controller.registry;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A registry on a store in memory, with a clock that a test moves. */
final class TestRegistry {
    static final Instant START = Instant.parse("2026-11-24T20:00:00Z");

    final ObjectStore store;
    final Registry registry;
    private final AtomicLong ids = new AtomicLong();
    private Instant now = START;

    TestRegistry() {
        this(new MemoryObjectStore(), RegistryConfig.DEFAULT);
    }

    TestRegistry(ObjectStore store, RegistryConfig config) {
        this.store = store;
        registry = new Registry(store, (InstantSource) () -> now, () -> "id-" + ids.incrementAndGet(), config);
        registry.createInitialNamespaces();
    }

    void advance(long seconds) {
        now = now.plusSeconds(seconds);
    }

    KubeObject create(String yaml) {
        return registry.create(object(yaml), false);
    }

    /** An object as a manifest says it; in the namespace default if it says none. */
    static KubeObject object(String yaml) {
        try {
            return object(YamlText.parseAll(yaml).getFirst());
        } catch (JsonException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    static KubeObject object(Json document) {
        var json = document.asObject();
        var type = ResourceTypes.ofKind(json.text("apiVersion", ""), json.text("kind", ""))
                .orElseThrow();
        var object = KubeObject.of(type, json);
        return type.namespaced() && object.namespace().isEmpty()
                ? object.withMetadata("namespace", Json.of("default"))
                : object;
    }

    /** What a refused request is answered. */
    static String refusal(Runnable request) {
        try {
            request.run();
        } catch (ApiException e) {
            return e.status().code() + " " + e.status().reason() + ": "
                    + e.status().message();
        }
        return "done";
    }
}

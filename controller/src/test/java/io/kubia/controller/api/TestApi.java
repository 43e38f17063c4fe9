package io.kubia.controller.api;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.registry.Registry;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.StoreLimits;
import io.kubia.controller.store.Write;
import io.kubia.role.metrics.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The API over a store in memory, at a port of its own. */
final class TestApi implements AutoCloseable {
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z"));

    final MemoryObjectStore store;
    final Registry registry;
    final Metrics metrics = new Metrics();
    final ApiServer server;

    private TestApi(MemoryObjectStore store, UnaryOperator<ApiConfig> config, UnaryOperator<ApiParts> parts)
            throws IOException {
        this.store = store;
        registry = new Registry(store, CLOCK, () -> UUID.randomUUID().toString());
        registry.createInitialNamespaces();
        server = ApiServer.start(
                config.apply(ApiConfig.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test")),
                parts.apply(ApiParts.of(registry, store, CLOCK, metrics)));
    }

    static TestApi start() throws IOException {
        return new TestApi(new MemoryObjectStore(), UnaryOperator.identity(), UnaryOperator.identity());
    }

    static TestApi with(UnaryOperator<ApiConfig> config) throws IOException {
        return new TestApi(new MemoryObjectStore(), config, UnaryOperator.identity());
    }

    static TestApi withParts(UnaryOperator<ApiParts> parts) throws IOException {
        return new TestApi(new MemoryObjectStore(), UnaryOperator.identity(), parts);
    }

    static TestApi over(MemoryObjectStore store, UnaryOperator<ApiConfig> config) throws IOException {
        return new TestApi(store, config, UnaryOperator.identity());
    }

    /** One that remembers so many changes. */
    static TestApi remembering(int changes) throws IOException {
        var normal = StoreLimits.DEFAULT;
        var limits = new StoreLimits(
                normal.objectBytes(),
                normal.objects(),
                normal.bytes(),
                changes,
                normal.historyBytes(),
                normal.queuedWrites());
        return new TestApi(
                new MemoryObjectStore(limits, MemoryObjectStore.Faults.NONE),
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    Wire wire() throws IOException {
        return Wire.to(server.address());
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** Sends a request on a connection of its own. */
    Answer send(String method, String path, String body, String... headers) throws IOException {
        try (var wire = wire()) {
            return wire.request(method, path, body, headers).receive();
        }
    }

    /** Opens a watch, up to its first line. */
    Wire watch(String path, String... headers) throws IOException {
        var wire = wire().request("GET", path, "", headers);
        var head = wire.receiveHead();
        if (head.status() != 200) {
            throw new IOException("watch: " + head.status());
        }
        return wire;
    }

    /** Stores a config map, and says at which version. */
    long configMap(String name, String label) {
        var map = KubeObject.named(ResourceTypes.CONFIG_MAP, "default", name).withLabel("app", label);
        return registry.create(map, false).resourceVersion();
    }

    /** Stores an object as it is, past the registry. */
    void store(KubeObject object) {
        store.write(new Write.Create(object)).join();
    }

    /** Stores a config map of some size. */
    void largeConfigMap(String name) {
        var data = JsonObject.of("text", Json.of("x".repeat(30_000)));
        registry.create(
                KubeObject.named(ResourceTypes.CONFIG_MAP, "default", name).with("data", data), false);
    }

    /** Changes the label of a config map. */
    long relabel(String name, String label) {
        var key = ObjectKey.of(ResourceTypes.CONFIG_MAP, "default", name);
        return registry.change(
                        key, io.kubia.controller.registry.Part.WHOLE, before -> before.withLabel("app", label), false)
                .resourceVersion();
    }

    /** A pod with these containers, as a client would send it. */
    static JsonObject pod(String name, String... containers) {
        var list = io.kubia.controller.json.JsonArray.EMPTY;
        for (var container : containers) {
            list = list.with(JsonObject.builder()
                    .put("name", container)
                    .put("image", "kubia")
                    .build());
        }
        return JsonObject.builder()
                .put("apiVersion", "v1")
                .put("kind", "Pod")
                .put("metadata", JsonObject.of("name", Json.of(name)))
                .put("spec", JsonObject.of("containers", list))
                .build();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }
}

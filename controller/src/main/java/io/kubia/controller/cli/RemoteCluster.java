package io.kubia.controller.cli;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A cluster that runs already, by its API. */
record RemoteCluster(ApiClient client) implements Cluster {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String MERGE = "application/merge-patch+json";

    @Override
    public Applied apply(KubeObject manifest) {
        var path = ApiClient.path(manifest.type(), manifest.namespace(), manifest.name());
        var present = client.find(path);
        if (present.isEmpty()) {
            var collection = ApiClient.path(manifest.type(), manifest.namespace(), "");
            client.post(collection, LastApplied.noted(manifest).json());
            return new Applied(manifest, Applied.What.CREATED);
        }
        var patch = LastApplied.patch(manifest, present.get());
        if (patch.isEmpty()) {
            return new Applied(manifest, Applied.What.UNCHANGED);
        }
        client.patch(path, STRATEGIC, patch);
        return new Applied(manifest, Applied.What.CONFIGURED);
    }

    @Override
    public void scale(String namespace, String set, int replicas) {
        client.patch(
                ApiClient.path(ResourceTypes.STATEFUL_SET, namespace, set) + "/scale",
                MERGE,
                JsonObject.of("spec", JsonObject.EMPTY.with("replicas", replicas)));
    }

    @Override
    public Watch watch(ResourceType type, String namespace, Consumer<KubeObject> told) {
        var in = client.stream(ApiClient.path(type, namespace, "") + "?watch=true");
        Thread.ofVirtual().name("watch-" + type.plural()).start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    told.accept(
                            KubeObject.of(type, JsonText.parse(line).asObject().object("object")));
                }
            } catch (IOException | JsonException e) {
                // closed by us, or by a control plane that ends: who waits has a time limit
            }
        });
        return () -> {
            try {
                in.close();
            } catch (IOException e) {
                // nobody reads any more
            }
        };
    }
}

package io.kubia.controller.kubelet.volume;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.kubelet.env.Environment;
import io.kubia.controller.kubelet.env.FieldPath;
import io.kubia.controller.kubelet.env.MissingException;
import io.kubia.controller.kubelet.env.PodFacts;
import io.kubia.controller.kubelet.env.ResourceField;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.runtime.VolumeSource;
import io.kubia.controller.store.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Volumes whose files are given: of ConfigMaps, Secrets and the downward API, or of several of them. */
final class VolumeFiles {
    private static final int DEFAULT_MODE = 0644;

    private final Snapshot now;
    private final PodFacts facts;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final Map<String, Integer> modes = new HashMap<>();

    private VolumeFiles(Snapshot now, PodFacts facts) {
        this.now = now;
        this.facts = facts;
    }

    static boolean isOne(JsonObject volume) {
        return volume.has("configMap") || volume.has("secret") || volume.has("downwardAPI") || volume.has("projected");
    }

    static VolumeSource.Files of(Snapshot now, PodFacts facts, JsonObject volume) throws MissingException {
        var made = new VolumeFiles(now, facts);
        JsonObject source;
        if (volume.has("projected")) {
            source = volume.object("projected");
            for (var part : source.array("sources").objects()) {
                made.put(part, "name");
            }
        } else {
            made.put(volume, "secretName");
            source = volume.object(
                    volume.has("configMap") ? "configMap" : volume.has("secret") ? "secret" : "downwardAPI");
        }
        return new VolumeSource.Files(
                facts.pod().uid(),
                volume.text("name", ""),
                made.files,
                (int) source.number("defaultMode", DEFAULT_MODE),
                made.modes);
    }

    static void references(KubeObject pod, JsonObject volume, Consumer<ObjectKey> keys) {
        reference(pod, ResourceTypes.CONFIG_MAP, volume.object("configMap").text("name", ""), keys);
        reference(pod, ResourceTypes.SECRET, volume.object("secret").text("secretName", ""), keys);
        for (var part : volume.object("projected").array("sources").objects()) {
            reference(pod, ResourceTypes.CONFIG_MAP, part.object("configMap").text("name", ""), keys);
            reference(pod, ResourceTypes.SECRET, part.object("secret").text("name", ""), keys);
        }
    }

    private static void reference(KubeObject pod, ResourceType type, String name, Consumer<ObjectKey> keys) {
        if (!name.isEmpty()) {
            keys.accept(ObjectKey.of(type, pod.namespace(), name));
        }
    }

    /** A token of a service account is left out: there is nobody here to whom it would say anything. */
    private void put(JsonObject part, String secretName) throws MissingException {
        if (part.has("configMap")) {
            var json = part.object("configMap");
            put(ResourceTypes.CONFIG_MAP, json.text("name", ""), json);
        }
        if (part.has("secret")) {
            var json = part.object("secret");
            put(ResourceTypes.SECRET, json.text(secretName, ""), json);
        }
        for (var item : part.object("downwardAPI").array("items").objects()) {
            var value = item.has("fieldRef")
                    ? FieldPath.read(facts, item.object("fieldRef"))
                    : ResourceField.read(facts, JsonObject.EMPTY, item.object("resourceFieldRef"));
            put(item, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void put(ResourceType type, String name, JsonObject json) throws MissingException {
        var found = name.isEmpty()
                ? Optional.<KubeObject>empty()
                : now.get(ObjectKey.of(type, facts.pod().namespace(), name));
        if (found.isEmpty()) {
            if (json.isTrue("optional")) {
                return;
            }
            throw new MissingException(type.singular() + " \"" + name + "\" not found");
        }
        var content = content(found.get());
        var items = json.array("items").objects();
        if (items.isEmpty()) {
            files.putAll(content);
            return;
        }
        for (var item : items) {
            var bytes = content.get(item.text("key", ""));
            if (bytes != null) {
                put(item, bytes);
            } else if (!json.isTrue("optional")) {
                throw new MissingException((type.equals(ResourceTypes.SECRET)
                                ? "references non-existent secret key: "
                                : "references non-existent config key: ")
                        + item.text("key", ""));
            }
        }
    }

    private void put(JsonObject item, byte[] bytes) {
        var path = item.text("path", "");
        files.put(path, bytes);
        var mode = item.number("mode");
        if (mode.isPresent()) {
            modes.put(path, (int) mode.getAsLong());
        }
    }

    private static Map<String, byte[]> content(KubeObject source) {
        var content = new LinkedHashMap<String, byte[]>();
        boolean isSecret = source.type().equals(ResourceTypes.SECRET);
        source.json().object("data").forEach((name, value) -> {
            if (value instanceof Json.Text(var text)) {
                content.put(name, isSecret ? Environment.decode(text) : text.getBytes(StandardCharsets.UTF_8));
            }
        });
        source.json().object("binaryData").texts().forEach((name, text) -> content.put(name, Environment.decode(text)));
        return content;
    }
}

package io.kubia.controller.kubelet.env;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The environment of a container: services first, then {@code envFrom}, then {@code env}; what comes later wins. */
public final class Environment {
    private final Snapshot now;
    private final PodFacts facts;
    private final JsonObject container;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private Environment(Snapshot now, PodFacts facts, JsonObject container) {
        this.now = now;
        this.facts = facts;
        this.container = container;
    }

    /**
     * The variables of a container.
     *
     * @throws MissingException it names something that is not there, and must be
     */
    public static Map<String, String> of(Snapshot now, PodFacts facts, JsonObject container) throws MissingException {
        return new Environment(now, facts, container).variables();
    }

    /** The ConfigMaps and Secrets that the environment of a container is made of, there or not. */
    public static void references(KubeObject pod, JsonObject container, Consumer<ObjectKey> keys) {
        for (var json : container.array("envFrom").objects()) {
            reference(pod, ResourceTypes.CONFIG_MAP, json.object("configMapRef"), keys);
            reference(pod, ResourceTypes.SECRET, json.object("secretRef"), keys);
        }
        for (var json : container.array("env").objects()) {
            var from = json.object("valueFrom");
            reference(pod, ResourceTypes.CONFIG_MAP, from.object("configMapKeyRef"), keys);
            reference(pod, ResourceTypes.SECRET, from.object("secretKeyRef"), keys);
        }
    }

    private static void reference(KubeObject pod, ResourceType type, JsonObject ref, Consumer<ObjectKey> keys) {
        var name = ref.text("name", "");
        if (!name.isEmpty()) {
            keys.accept(ObjectKey.of(type, pod.namespace(), name));
        }
    }

    private Map<String, String> variables() throws MissingException {
        ServiceVariables.put(variables, now, facts.pod());
        for (var json : container.array("envFrom").objects()) {
            putAll(json);
        }
        for (var json : container.array("env").objects()) {
            var name = json.text("name", "");
            var value = json.has("valueFrom")
                    ? referred(json.object("valueFrom"))
                    : Expansion.expand(json.text("value", ""), variables);
            if (value != null) {
                variables.put(name, value);
            }
        }
        return variables;
    }

    private void putAll(JsonObject json) throws MissingException {
        var prefix = json.text("prefix", "");
        boolean isSecret = json.has("secretRef");
        var type = isSecret ? ResourceTypes.SECRET : ResourceTypes.CONFIG_MAP;
        var ref = json.object(isSecret ? "secretRef" : "configMapRef");
        var source = source(type, ref);
        if (source == null) {
            return;
        }
        for (var name : source.json().object("data").names()) {
            var value = value(source, name);
            if (value != null) {
                variables.put(prefix + name, value);
            }
        }
    }

    /** The value that is referred to; null when it is not there and need not be. */
    private @Nullable String referred(JsonObject from) throws MissingException {
        if (from.has("fieldRef")) {
            return FieldPath.read(facts, from.object("fieldRef"));
        }
        if (from.has("resourceFieldRef")) {
            return ResourceField.read(facts, container, from.object("resourceFieldRef"));
        }
        if (from.has("configMapKeyRef")) {
            return ofKey(ResourceTypes.CONFIG_MAP, from.object("configMapKeyRef"));
        }
        if (from.has("secretKeyRef")) {
            return ofKey(ResourceTypes.SECRET, from.object("secretKeyRef"));
        }
        throw new MissingException("unsupported valueFrom: " + String.join(", ", from.names()));
    }

    private @Nullable String ofKey(ResourceType type, JsonObject ref) throws MissingException {
        var source = source(type, ref);
        if (source == null) {
            return null;
        }
        var key = ref.text("key", "");
        var value = value(source, key);
        if (value == null && !ref.isTrue("optional")) {
            throw new MissingException(
                    "couldn't find key " + key + " in " + type.kind() + " " + source.namespace() + "/" + source.name());
        }
        return value;
    }

    private @Nullable KubeObject source(ResourceType type, JsonObject ref) throws MissingException {
        var name = ref.text("name", "");
        var found = name.isEmpty()
                ? Optional.<KubeObject>empty()
                : now.get(ObjectKey.of(type, facts.pod().namespace(), name));
        if (found.isEmpty() && !ref.isTrue("optional")) {
            throw new MissingException(type.singular() + " \"" + name + "\" not found");
        }
        return found.orElse(null);
    }

    private static @Nullable String value(KubeObject source, String key) {
        var text = source.json().object("data").text(key);
        return text != null && source.type().equals(ResourceTypes.SECRET)
                ? new String(decode(text), StandardCharsets.UTF_8)
                : text;
    }

    /** The bytes of a Secret's value; the API lets no other text in. */
    public static byte[] decode(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}

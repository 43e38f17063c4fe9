package io.kubia.controller.cli;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.schema.FieldValidation;
import io.kubia.controller.schema.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Manifests: the objects that files say shall be there, in their order. */
final class Manifests {
    /** What {@code kubia up} runs when it is told nothing else: the base of k8s/, packed along with these classes. */
    private static final List<String> BASE = List.of("service.yaml", "service-public.yaml", "statefulset.yaml");

    private Manifests() {}

    static List<KubeObject> base() {
        var objects = new ArrayList<KubeObject>();
        for (var name : BASE) {
            try (InputStream resource = Manifests.class.getResourceAsStream("/k8s/base/" + name)) {
                if (resource == null) {
                    throw new IllegalStateException("k8s/base/" + name + ": not there (expected: a resource)");
                }
                add(
                        new String(resource.readAllBytes(), StandardCharsets.UTF_8),
                        "k8s/base/" + name,
                        "default",
                        objects);
            } catch (IOException e) {
                throw new IllegalStateException("k8s/base/" + name + ": not readable", e);
            }
        }
        return objects;
    }

    /** The objects of files, of all manifests in a folder, or, for {@code -}, of standard input. */
    static List<KubeObject> read(List<String> files, String namespace, InputStream in) {
        var objects = new ArrayList<KubeObject>();
        for (var file : files) {
            try {
                if (file.equals("-")) {
                    add(new String(in.readAllBytes(), StandardCharsets.UTF_8), "standard input", namespace, objects);
                } else {
                    addFile(Path.of(file), namespace, objects);
                }
            } catch (IOException e) {
                throw new CommandException("-f " + file + ": cannot be read (" + e.getMessage() + ")", e);
            }
        }
        return objects;
    }

    private static void addFile(Path path, String namespace, List<KubeObject> objects) throws IOException {
        if (!Files.isDirectory(path)) {
            add(Files.readString(path), path.toString(), namespace, objects);
            return;
        }
        try (var children = Files.list(path)) {
            for (var child : children.sorted().toList()) {
                var name = child.getFileName().toString();
                boolean isManifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
                if (isManifest && !name.startsWith("kustomization.")) {
                    add(Files.readString(child), child.toString(), namespace, objects);
                }
            }
        }
    }

    private static void add(String text, String where, String namespace, List<KubeObject> objects) {
        try {
            for (var document : YamlText.parseAll(text)) {
                addObject(document.asObject(), where, namespace, objects);
            }
        } catch (JsonException e) {
            throw new CommandException(where + ": no YAML: " + e.getMessage(), e);
        }
    }

    private static void addObject(JsonObject json, String where, String namespace, List<KubeObject> objects) {
        var kind = json.text("kind", "");
        if (kind.endsWith("List") && json.has("items")) {
            json.array("items").objects().forEach(item -> addObject(item, where, namespace, objects));
            return;
        }
        var apiVersion = json.text("apiVersion", "");
        var type = ResourceTypes.ofKind(apiVersion, kind)
                .orElseThrow(() -> new CommandException(where + ": no matches for kind \"" + kind + "\" in version \""
                        + apiVersion + "\" (expected: a kind that `kubectl api-resources` lists)"));
        requireKnownFields(type, json, where);
        var object = KubeObject.of(type, json);
        objects.add(
                type.namespaced() && object.namespace().isEmpty()
                        ? object.withMetadata("namespace", Json.of(namespace))
                        : object);
    }

    /** What kubectl asks for too: a field that nobody knows is a slip of the pen, and its value would be lost. */
    private static void requireKnownFields(ResourceType type, JsonObject json, String where) {
        var verdict =
                FieldValidation.STRICT.judge(type, List.of(), Schemas.instance().check(type, json));
        if (verdict.refusal().isPresent()) {
            throw new CommandException(where + ": " + verdict.refusal().get().message());
        }
    }
}

package io.kubia.controller.model;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One object of the API as it was at one version. Immutable: what changes it makes another.
 *
 * <p>What a caller wants to know of an object's inside it reads through a view (see {@link #view}), a record of its own
 * package made once for each version.
 */
public final class KubeObject {
    private final ResourceType type;
    private final JsonObject json;
    private final JsonObject metadata;
    private volatile @Nullable View views;

    /** One thing that somebody has read out of this, and those that others have. */
    private record View(Object value, @Nullable View next) {}

    private KubeObject(ResourceType type, JsonObject json) {
        this.type = type;
        this.json = json;
        this.metadata = json.object("metadata");
    }

    /** The object that a piece of JSON is; its kind and version are set to those of the type. */
    public static KubeObject of(ResourceType type, JsonObject json) {
        if (type.apiVersion().equals(json.text("apiVersion")) && type.kind().equals(json.text("kind"))) {
            return new KubeObject(type, json);
        }
        var ordered = JsonObject.builder().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        json.without("apiVersion").without("kind").forEach(ordered::put);
        return new KubeObject(type, ordered.build());
    }

    /** A new one with a name and nothing else; the namespace is empty for kinds that have none. */
    public static KubeObject named(ResourceType type, String namespace, String name) {
        var metadata = JsonObject.builder().put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return of(type, JsonObject.of("metadata", metadata.build()));
    }

    public ResourceType type() {
        return type;
    }

    public JsonObject json() {
        return json;
    }

    public JsonObject metadata() {
        return metadata;
    }

    public JsonObject spec() {
        return json.object("spec");
    }

    public JsonObject status() {
        return json.object("status");
    }

    public ObjectKey key() {
        return new ObjectKey(type, namespace(), name());
    }

    public String name() {
        return metadata.text("name", "");
    }

    /** Empty for kinds that have none. */
    public String namespace() {
        return metadata.text("namespace", "");
    }

    /** Empty before it has been created. */
    public String uid() {
        return metadata.text("uid", "");
    }

    /** The store's version of it; 0 before it has been stored. */
    public long resourceVersion() {
        var text = metadata.text("resourceVersion");
        return text == null || text.isEmpty() ? 0 : Long.parseLong(text);
    }

    public long generation() {
        return metadata.number("generation", 0);
    }

    public Map<String, String> labels() {
        return metadata.object("labels").texts();
    }

    public @Nullable String label(String name) {
        return metadata.object("labels").text(name);
    }

    public Map<String, String> annotations() {
        return metadata.object("annotations").texts();
    }

    public @Nullable String annotation(String name) {
        return metadata.object("annotations").text(name);
    }

    public Instant creationTimestamp() {
        return Timestamps.parse(metadata.text("creationTimestamp")).orElse(Instant.EPOCH);
    }

    /** When it will be gone, once its deletion has been asked for. */
    public Optional<Instant> deletionTimestamp() {
        return Timestamps.parse(metadata.text("deletionTimestamp"));
    }

    public boolean isBeingDeleted() {
        return metadata.has("deletionTimestamp");
    }

    public List<String> finalizers() {
        return metadata.array("finalizers").texts();
    }

    public List<OwnerReference> owners() {
        return metadata.array("ownerReferences").objects().stream()
                .map(OwnerReference::of)
                .toList();
    }

    /** The one that steers it. */
    public Optional<OwnerReference> controller() {
        return owners().stream().filter(OwnerReference::controller).findFirst();
    }

    public boolean isControlledBy(KubeObject owner) {
        return controller().filter(found -> found.uid().equals(owner.uid())).isPresent();
    }

    /** This with another field in place of the one of that name; null removes it. */
    public KubeObject with(String field, @Nullable Json value) {
        return new KubeObject(type, json.with(field, value));
    }

    public KubeObject withMetadata(String field, @Nullable Json value) {
        return new KubeObject(type, json.with("metadata", metadata.with(field, value)));
    }

    public KubeObject withSpec(JsonObject spec) {
        return with("spec", spec);
    }

    public KubeObject withSpec(UnaryOperator<JsonObject> change) {
        return with("spec", change.apply(spec()));
    }

    public KubeObject withStatus(JsonObject status) {
        return with("status", status);
    }

    public KubeObject withStatus(UnaryOperator<JsonObject> change) {
        return with("status", change.apply(status()));
    }

    public KubeObject withResourceVersion(long version) {
        return withMetadata("resourceVersion", Json.of(Long.toString(version)));
    }

    public KubeObject withLabels(Map<String, String> labels) {
        return withMetadata("labels", labels.isEmpty() ? null : JsonObject.ofTexts(labels));
    }

    public KubeObject withLabel(String name, String value) {
        return withMetadata("labels", metadata.object("labels").with(name, value));
    }

    public KubeObject withAnnotation(String name, String value) {
        return withMetadata("annotations", metadata.object("annotations").with(name, value));
    }

    public KubeObject withFinalizers(Collection<String> finalizers) {
        return withMetadata("finalizers", finalizers.isEmpty() ? null : JsonArray.ofTexts(finalizers));
    }

    public KubeObject withOwners(List<OwnerReference> owners) {
        return withMetadata(
                "ownerReferences",
                owners.isEmpty()
                        ? null
                        : new JsonArray(
                                owners.stream().<Json>map(OwnerReference::json).toList()));
    }

    /**
     * What a record of the caller's makes of this object: made when it is first asked for, then kept with it. A kind of
     * object has two or three views, one for each package that reads it; when two threads make one at once, both get the
     * same from a pure maker, and either is kept.
     *
     * @param as the class of the record
     * @param maker a pure function of the object
     */
    public <T> T view(Class<T> as, Function<KubeObject, T> maker) {
        var known = views;
        for (var view = known; view != null; view = view.next()) {
            if (as.isInstance(view.value())) {
                return as.cast(view.value());
            }
        }
        var made = maker.apply(this);
        views = new View(made, views);
        return made;
    }

    /** Equal when they say the same; how each came about does not matter. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KubeObject that && type.equals(that.type) && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return json.toString();
    }
}

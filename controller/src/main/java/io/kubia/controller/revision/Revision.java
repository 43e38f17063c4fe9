package io.kubia.controller.revision;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.util.Comparator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A ControllerRevision: the template that pods were made from at a time.
 *
 * @param number counts up; the highest is the newest, whenever it was first made
 * @param data the patch that brings the template back: {@code {"spec":{"template":{"$patch":"replace",…}}}}
 * @param controllerUid the object that steers it; null for an orphan
 */
public record Revision(
        KubeObject object,
        long number,
        JsonObject data,
        Map<String, String> labels,
        @Nullable String controllerUid) {
    /** From the oldest to the newest. */
    static final Comparator<Revision> BY_NUMBER = Comparator.comparingLong(Revision::number)
            .thenComparing(revision -> revision.object().creationTimestamp())
            .thenComparing(Revision::name);

    /** A strategic merge patch with this does not mix the old template with the new one but puts it in its place. */
    private static final String PATCH = "$patch";

    public Revision {
        labels = Map.copyOf(labels);
    }

    /** The view of a ControllerRevision's object. */
    public static Revision of(KubeObject object) {
        return object.view(Revision.class, Revision::read);
    }

    private static Revision read(KubeObject object) {
        var controller = object.controller();
        return new Revision(
                object,
                object.json().number("revision", 0),
                object.json().object("data"),
                object.labels(),
                controller.isPresent() ? controller.get().uid() : null);
    }

    public String name() {
        return object.name();
    }

    public boolean isOrphan() {
        return controllerUid == null;
    }

    public boolean isControlledBy(KubeObject owner) {
        return owner.uid().equals(controllerUid);
    }

    /**
     * Whether it has a name that the owner gives. Kubernetes does not ask: there a set takes the orphans of any other with
     * its selector, and once they are its newest it replaces pods that are no different.
     */
    public boolean isNamedBy(KubeObject owner) {
        return name().substring(0, Math.max(0, name().lastIndexOf('-'))).equals(History.prefix(owner));
    }

    /** The pod template as it was. */
    public JsonObject template() {
        return data.object("spec").object("template").without(PATCH);
    }

    /** What a revision of this template has as its data. */
    static JsonObject dataOf(JsonObject template) {
        var replaced = JsonObject.builder().put(PATCH, "replace");
        template.forEach(replaced::put);
        return JsonObject.of("spec", JsonObject.of("template", replaced.build()));
    }
}

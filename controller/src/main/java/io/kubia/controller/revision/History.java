package io.kubia.controller.revision;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.OwnerReference;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of one object.
 *
 * @param owner whose they are
 * @param own its revisions, from the oldest to the newest
 * @param others those that it does not own, some of which may have the name that a new one would get
 */
public record History(KubeObject owner, List<Revision> own, List<Revision> others) {
    /** The label that says a revision's hash. */
    public static final String HASH_LABEL = "controller.kubernetes.io/hash";

    /** A name has 253 characters at most; a dash and ten of a hash must fit, and Kubernetes leaves room for more. */
    private static final int LONGEST_PREFIX = 223;

    public History {
        own = own.stream().sorted(Revision.BY_NUMBER).toList();
        others = List.copyOf(others);
    }

    /**
     * Finds the current revision and the one of a template. Equal data is one revision, under the name that it once got; so
     * an old template that comes back is found again, as {@code kubectl rollout undo} expects.
     *
     * @param template as it is now
     * @param currentName what the owner's status says the current one is; null or unknown at the beginning
     * @param collisions what the owner's status says
     */
    public RevisionPlan plan(JsonObject template, @Nullable String currentName, int collisions) {
        var data = Revision.dataOf(template);
        var equal = newestWith(data);
        if (equal.isEmpty()) {
            return created(template, data, currentName, collisions);
        }
        var update = equal.get();
        if (update.equals(own.getLast())) {
            return new RevisionPlan(current(currentName, update), update, collisions, Optional.empty());
        }
        var renumbered = Revision.of(update.object().with("revision", Json.of(nextNumber())));
        return new RevisionPlan(
                current(currentName, renumbered),
                renumbered,
                collisions,
                Optional.of(new RevisionPlan.Step.Renumber(renumbered.object())));
    }

    /** The revisions beyond the limit, oldest first. Those in use are kept and do not count. */
    public List<Revision> beyond(int limit, Set<String> inUse) {
        var unused = new ArrayList<Revision>();
        for (var revision : own) {
            if (!inUse.contains(revision.name())) {
                unused.add(revision);
            }
        }
        return unused.subList(0, Math.max(0, unused.size() - limit));
    }

    private RevisionPlan created(JsonObject template, JsonObject data, @Nullable String currentName, int collisions) {
        int collided = collisions;
        while (true) {
            var revision = revisionOf(template, data, RevisionHash.of(data, collided));
            var taken = withName(revision.name());
            if (taken == null) {
                return new RevisionPlan(
                        current(currentName, revision),
                        revision,
                        collided,
                        Optional.of(new RevisionPlan.Step.Create(revision.object())));
            }
            // Somebody else's of the very same data, such as one of a deleted set of this name, serves as well.
            if (taken.data().equals(data)) {
                return new RevisionPlan(current(currentName, taken), taken, collided, Optional.empty());
            }
            collided++;
        }
    }

    private Revision revisionOf(JsonObject template, JsonObject data, String hash) {
        var labels = template.object("metadata").object("labels").with(HASH_LABEL, hash);
        var name = prefix(owner) + "-" + hash;
        return Revision.of(KubeObject.named(ResourceTypes.CONTROLLER_REVISION, owner.namespace(), name)
                .withMetadata("labels", labels)
                .withMetadata("annotations", owner.metadata().get("annotations"))
                .withOwners(List.of(OwnerReference.controlledBy(owner)))
                .with("data", data)
                .with("revision", Json.of(nextNumber())));
    }

    static String prefix(KubeObject owner) {
        return owner.name().substring(0, Math.min(owner.name().length(), LONGEST_PREFIX));
    }

    private long nextNumber() {
        return own.isEmpty() ? 1 : own.getLast().number() + 1;
    }

    private Optional<Revision> newestWith(JsonObject data) {
        for (var revision : own.reversed()) {
            if (revision.data().equals(data)) {
                return Optional.of(revision);
            }
        }
        return Optional.empty();
    }

    private Revision current(@Nullable String name, Revision otherwise) {
        for (var revision : own) {
            if (revision.name().equals(name)) {
                return revision;
            }
        }
        return otherwise;
    }

    private @Nullable Revision withName(String name) {
        for (var revisions : List.of(own, others)) {
            for (var revision : revisions) {
                if (revision.name().equals(name)) {
                    return revision;
                }
            }
        }
        return null;
    }
}

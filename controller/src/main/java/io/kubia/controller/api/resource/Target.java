package io.kubia.controller.api.resource;

import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.store.Selection;
import java.util.List;
import java.util.Optional;

/**
 * What a path of the API names: {@code /apis/apps/v1/namespaces/default/statefulsets/kubia/scale}.
 *
 * @param namespace empty for all of them, and for kinds that have none
 * @param name empty for the collection
 * @param subresource empty for the object itself
 * @param depth how many segments of the path this takes
 */
public record Target(ResourceType type, String namespace, String name, String subresource, int depth) {
    /** What a path names; nothing when there is no such kind, or the path does not fit it. */
    public static Optional<Target> of(List<String> path) {
        if (path.size() >= 3 && path.get(0).equals("api")) {
            return below(path.get(1), path, 2);
        }
        if (path.size() >= 4 && path.get(0).equals("apis")) {
            return below(path.get(1) + "/" + path.get(2), path, 3);
        }
        return Optional.empty();
    }

    private static Optional<Target> below(String apiVersion, List<String> path, int at) {
        boolean isNamespace = path.get(at).equals("namespaces")
                && path.size() > at + 2
                && !isSubresourceOfNamespace(path.get(at + 2));
        if (isNamespace) {
            return ResourceTypes.ofPlural(apiVersion, path.get(at + 2))
                    .filter(ResourceType::namespaced)
                    .filter(_ -> !path.get(at + 1).isEmpty())
                    .map(type -> named(type, path.get(at + 1), path, at + 3));
        }
        return ResourceTypes.ofPlural(apiVersion, path.get(at))
                .filter(type -> !type.namespaced() || path.size() == at + 1)
                .map(type -> named(type, "", path, at + 1));
    }

    private static Target named(ResourceType type, String namespace, List<String> path, int at) {
        var name = path.size() > at ? path.get(at) : "";
        var subresource = path.size() > at + 1 ? path.get(at + 1) : "";
        return new Target(type, namespace, name, subresource, Math.min(path.size(), at + 2));
    }

    private static boolean isSubresourceOfNamespace(String segment) {
        return segment.equals("status") || segment.equals("finalize");
    }

    public boolean isCollection() {
        return name.isEmpty();
    }

    /** The key of the object. */
    public ObjectKey key() {
        if (name.isEmpty()) {
            throw new ApiException(Status.badRequest("name must be provided"));
        }
        return new ObjectKey(type, namespace, name);
    }

    /** All objects of the collection. */
    public Selection selection() {
        return new Selection(type, namespace);
    }
}

package io.kubia.controller.model;

import java.util.List;
import java.util.Set;

/**
 * One kind of object, as discovery tells of it.
 *
 * @param group empty for the core group
 * @param plural as it stands in paths: {@code statefulsets}
 * @param shortNames what kubectl takes as well: {@code sts}
 * @param categories {@code all} for what {@code kubectl get all} shows
 * @param verbs what may be done with it
 */
public record ResourceType(
        String group,
        String version,
        String kind,
        String plural,
        String singular,
        List<String> shortNames,
        boolean namespaced,
        List<String> categories,
        Set<String> verbs) {
    /** What may be done with nearly everything. */
    static final Set<String> ALL_VERBS =
            Set.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    public ResourceType {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
        verbs = Set.copyOf(verbs);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** As messages name it: {@code pods}, {@code statefulsets.apps}. */
    public String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Where its objects live: {@code /api/v1/namespaces/default/pods}. */
    public String path(String namespace) {
        var root = group.isEmpty() ? "/api/" + version : "/apis/" + apiVersion();
        return namespaced && !namespace.isEmpty()
                ? root + "/namespaces/" + namespace + "/" + plural
                : root + "/" + plural;
    }

    /** Kinds are what maps are keyed by all over: not every field needs to be hashed to tell them apart. */
    @Override
    public int hashCode() {
        return 31 * group.hashCode() + plural.hashCode();
    }

    @Override
    public String toString() {
        return qualifiedPlural();
    }
}

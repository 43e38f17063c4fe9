package io.kubia.controller.api.discovery;

import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A part of an object with a path of its own.
 *
 * @param group version and kind: of what is sent and answered there
 */
public record Subresource(String name, String group, String version, String kind, List<String> verbs) {
    private static final List<String> UPDATES = List.of("get", "patch", "update");
    private static final List<String> PROXY = List.of("create", "delete", "get", "patch", "update");
    private static final Set<ResourceType> WITH_STATUS = Set.of(
            ResourceTypes.NAMESPACE,
            ResourceTypes.NODE,
            ResourceTypes.PERSISTENT_VOLUME,
            ResourceTypes.PERSISTENT_VOLUME_CLAIM,
            ResourceTypes.POD,
            ResourceTypes.SERVICE,
            ResourceTypes.STATEFUL_SET,
            ResourceTypes.POD_DISRUPTION_BUDGET);

    /** Those of a kind, by name. */
    public static List<Subresource> of(ResourceType type) {
        var all = new ArrayList<Subresource>();
        if (type.equals(ResourceTypes.NAMESPACE)) {
            all.add(own(type, "finalize", List.of("update")));
        }
        if (type.equals(ResourceTypes.POD)) {
            all.add(own(type, "log", List.of("get")));
            all.add(new Subresource("proxy", "", "v1", "PodProxyOptions", PROXY));
        }
        if (type.equals(ResourceTypes.SERVICE)) {
            all.add(new Subresource("proxy", "", "v1", "ServiceProxyOptions", PROXY));
        }
        if (type.equals(ResourceTypes.STATEFUL_SET)) {
            all.add(new Subresource("scale", "autoscaling", "v1", "Scale", UPDATES));
        }
        if (WITH_STATUS.contains(type)) {
            all.add(own(type, "status", UPDATES));
        }
        return all;
    }

    private static Subresource own(ResourceType type, String name, List<String> verbs) {
        return new Subresource(name, type.group(), type.version(), type.kind(), verbs);
    }
}

package io.kubia.controller.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every kind of object that this control plane keeps. */
public final class ResourceTypes {
    private static final List<String> NO_CATEGORY = List.of();
    private static final List<String> IN_ALL = List.of("all");

    public static final ResourceType NAMESPACE = new ResourceType(
            "",
            "v1",
            "Namespace",
            "namespaces",
            "namespace",
            List.of("ns"),
            false,
            NO_CATEGORY,
            Set.of("create", "delete", "get", "list", "patch", "update", "watch"));
    public static final ResourceType NODE = cluster("", "v1", "Node", "nodes", "no");
    public static final ResourceType PERSISTENT_VOLUME =
            cluster("", "v1", "PersistentVolume", "persistentvolumes", "pv");
    public static final ResourceType PERSISTENT_VOLUME_CLAIM =
            namespaced("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", List.of("pvc"), NO_CATEGORY);
    public static final ResourceType POD = namespaced("", "v1", "Pod", "pods", List.of("po"), IN_ALL);
    public static final ResourceType SERVICE = namespaced("", "v1", "Service", "services", List.of("svc"), IN_ALL);
    public static final ResourceType ENDPOINTS = new ResourceType(
            "", "v1", "Endpoints", "endpoints", "endpoints", List.of("ep"), true, NO_CATEGORY, ResourceType.ALL_VERBS);
    public static final ResourceType CONFIG_MAP =
            namespaced("", "v1", "ConfigMap", "configmaps", List.of("cm"), NO_CATEGORY);
    public static final ResourceType SECRET = namespaced("", "v1", "Secret", "secrets", List.of(), NO_CATEGORY);
    public static final ResourceType SERVICE_ACCOUNT =
            namespaced("", "v1", "ServiceAccount", "serviceaccounts", List.of("sa"), NO_CATEGORY);
    public static final ResourceType EVENT = namespaced("", "v1", "Event", "events", List.of("ev"), NO_CATEGORY);
    public static final ResourceType STATEFUL_SET =
            namespaced("apps", "v1", "StatefulSet", "statefulsets", List.of("sts"), IN_ALL);
    public static final ResourceType CONTROLLER_REVISION =
            namespaced("apps", "v1", "ControllerRevision", "controllerrevisions", List.of(), NO_CATEGORY);
    public static final ResourceType ENDPOINT_SLICE =
            namespaced("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", List.of(), NO_CATEGORY);
    public static final ResourceType STORAGE_CLASS = new ResourceType(
            "storage.k8s.io",
            "v1",
            "StorageClass",
            "storageclasses",
            "storageclass",
            List.of("sc"),
            false,
            NO_CATEGORY,
            ResourceType.ALL_VERBS);
    public static final ResourceType POD_DISRUPTION_BUDGET =
            namespaced("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", List.of("pdb"), NO_CATEGORY);
    public static final ResourceType NETWORK_POLICY =
            namespaced("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", List.of("netpol"), NO_CATEGORY);
    public static final ResourceType LEASE =
            namespaced("coordination.k8s.io", "v1", "Lease", "leases", List.of(), NO_CATEGORY);

    /** All of them, in the order in which discovery lists them. */
    public static final List<ResourceType> ALL = List.of(
            NAMESPACE,
            NODE,
            PERSISTENT_VOLUME,
            PERSISTENT_VOLUME_CLAIM,
            POD,
            SERVICE,
            ENDPOINTS,
            CONFIG_MAP,
            SECRET,
            SERVICE_ACCOUNT,
            EVENT,
            STATEFUL_SET,
            CONTROLLER_REVISION,
            ENDPOINT_SLICE,
            STORAGE_CLASS,
            POD_DISRUPTION_BUDGET,
            NETWORK_POLICY,
            LEASE);

    private static final Map<String, ResourceType> BY_PLURAL = ALL.stream()
            .collect(
                    Collectors.toUnmodifiableMap(type -> type.apiVersion() + "/" + type.plural(), Function.identity()));
    private static final Map<String, ResourceType> BY_KIND = ALL.stream()
            .collect(Collectors.toUnmodifiableMap(type -> type.apiVersion() + "/" + type.kind(), Function.identity()));

    private ResourceTypes() {}

    /** The one of a path. */
    public static Optional<ResourceType> ofPlural(String apiVersion, String plural) {
        return Optional.ofNullable(BY_PLURAL.get(apiVersion + "/" + plural));
    }

    /** The one that an object says it is. */
    public static Optional<ResourceType> ofKind(String apiVersion, String kind) {
        return Optional.ofNullable(BY_KIND.get(apiVersion + "/" + kind));
    }

    private static ResourceType namespaced(
            String group,
            String version,
            String kind,
            String plural,
            List<String> shortNames,
            List<String> categories) {
        return new ResourceType(
                group,
                version,
                kind,
                plural,
                kind.toLowerCase(java.util.Locale.ROOT),
                shortNames,
                true,
                categories,
                ResourceType.ALL_VERBS);
    }

    private static ResourceType cluster(String group, String version, String kind, String plural, String shortName) {
        return new ResourceType(
                group,
                version,
                kind,
                plural,
                kind.toLowerCase(java.util.Locale.ROOT),
                List.of(shortName),
                false,
                NO_CATEGORY,
                ResourceType.ALL_VERBS);
    }
}

package io.kubia.controller.table;

import io.kubia.controller.api.table.Column;
import io.kubia.controller.api.table.TableColumns;
import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The columns of every kind as in Kubernetes; a kind's are made when it is first asked for. */
public final class KubectlColumns implements TableColumns {
    private final Map<ResourceType, Layout> layouts = new ConcurrentHashMap<>();

    @Override
    public List<Column> columns(ResourceType type) {
        return layout(type).columns();
    }

    @Override
    public List<Json> cells(KubeObject object, Instant now) {
        return layout(object.type()).cells(object, now);
    }

    private Layout layout(ResourceType type) {
        return layouts.computeIfAbsent(type, KubectlColumns::make);
    }

    /** By name and not in a map of makers, which would all have to be made before the first table is asked for. */
    private static Layout make(ResourceType type) {
        return switch (type.qualifiedPlural()) {
            case "pods" -> PodColumns.layout();
            case "services" -> ServiceColumns.services();
            case "endpoints" -> EndpointColumns.endpoints();
            case "persistentvolumeclaims" -> VolumeColumns.claims();
            case "persistentvolumes" -> VolumeColumns.volumes();
            case "nodes" -> ClusterColumns.nodes();
            case "namespaces" -> ClusterColumns.namespaces();
            case "events" -> EventColumns.layout();
            case "configmaps" -> DataColumns.configMaps();
            case "secrets" -> DataColumns.secrets();
            case "serviceaccounts" -> DataColumns.serviceAccounts();
            case "statefulsets.apps" -> WorkloadColumns.statefulSets();
            case "controllerrevisions.apps" -> WorkloadColumns.controllerRevisions();
            case "endpointslices.discovery.k8s.io" -> EndpointColumns.slices();
            case "storageclasses.storage.k8s.io" -> VolumeColumns.classes();
            case "poddisruptionbudgets.policy" -> WorkloadColumns.disruptionBudgets();
            case "networkpolicies.networking.k8s.io" -> ServiceColumns.networkPolicies();
            case "leases.coordination.k8s.io" -> ClusterColumns.leases();
            default -> Layout.named().age().build();
        };
    }
}

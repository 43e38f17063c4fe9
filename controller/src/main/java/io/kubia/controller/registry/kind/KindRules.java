package io.kubia.controller.registry.kind;

import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import java.util.HashMap;
import java.util.Map;

/** The rules of every kind that we keep. */
public final class KindRules {
    private static final Rules NONE = new Rules() {};

    private final Map<ResourceType, Rules> rules = new HashMap<>();

    /**
     * Rules by which services get addresses and ports of these.
     *
     * @param serviceAddresses an IPv4 block: {@code 127.96.0.0/16}
     */
    public KindRules(String serviceAddresses, int firstNodePort, int lastNodePort) {
        var allocation = new ServiceAllocation(AddressBlock.parse(serviceAddresses), firstNodePort, lastNodePort);
        rules.put(ResourceTypes.NAMESPACE, new NamespaceRules());
        rules.put(ResourceTypes.POD, new PodRules());
        rules.put(ResourceTypes.STATEFUL_SET, new StatefulSetRules());
        rules.put(ResourceTypes.SERVICE, new ServiceRules(allocation));
        rules.put(ResourceTypes.PERSISTENT_VOLUME, new VolumeRules());
        rules.put(ResourceTypes.PERSISTENT_VOLUME_CLAIM, new ClaimRules());
        rules.put(ResourceTypes.NODE, new PlainRules.Nodes());
        rules.put(ResourceTypes.SECRET, new PlainRules.Secrets());
        rules.put(ResourceTypes.CONFIG_MAP, new PlainRules.ConfigMaps());
        rules.put(ResourceTypes.CONTROLLER_REVISION, new PlainRules.Revisions());
        rules.put(ResourceTypes.EVENT, new PlainRules.Events());
        rules.put(ResourceTypes.LEASE, new PlainRules.Leases());
        rules.put(ResourceTypes.ENDPOINTS, new PlainRules.EndpointLists());
        rules.put(ResourceTypes.ENDPOINT_SLICE, new PlainRules.EndpointSlices());
        rules.put(ResourceTypes.STORAGE_CLASS, new PlainRules.StorageClasses());
        rules.put(ResourceTypes.NETWORK_POLICY, new PlainRules.NetworkPolicies());
        rules.put(ResourceTypes.POD_DISRUPTION_BUDGET, new PlainRules.Budgets());
    }

    /** The rules of a kind; one without any of its own has those of all. */
    public Rules of(ResourceType type) {
        return rules.getOrDefault(type, NONE);
    }
}

package io.kubia.controller.endpoint;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service, as those read it who lead to what is behind it.
 *
 * @param type ClusterIP, NodePort, LoadBalancer or ExternalName
 * @param selector which pods are behind it; null when somebody else says what is
 * @param addresses its own; empty for a headless one
 * @param headless whether its name leads to its pods
 * @param publishesNotReady whether pods count that are not ready
 */
public record Service(
        KubeObject object,
        String type,
        @Nullable LabelSelector selector,
        List<String> addresses,
        boolean headless,
        boolean publishesNotReady,
        List<ServicePort> ports) {
    private static final String NONE = "None";

    public Service {
        addresses = List.copyOf(addresses);
        ports = List.copyOf(ports);
    }

    /** The view of a service's object. */
    public static Service of(KubeObject object) {
        return object.view(Service.class, Service::read);
    }

    private static Service read(KubeObject object) {
        var spec = object.spec();
        var labels = spec.object("selector").texts();
        var address = spec.text("clusterIP", "");
        var addresses = spec.array("clusterIPs").texts();
        boolean headless = address.equals(NONE);
        return new Service(
                object,
                spec.text("type", "ClusterIP"),
                labels.isEmpty() ? null : LabelSelector.ofLabels(labels),
                headless || address.isEmpty() ? List.of() : addresses.isEmpty() ? List.of(address) : addresses,
                headless,
                spec.isTrue("publishNotReadyAddresses"),
                spec.array("ports").objects().stream().map(ServicePort::of).toList());
    }

    public boolean isExternalName() {
        return type.equals("ExternalName");
    }

    /** Whether we say what is behind it. */
    public boolean hasPlannedEndpoints() {
        return selector != null && !isExternalName();
    }

    /** Whether a pod is behind it, as far as its labels say. */
    public boolean selects(KubeObject pod) {
        return selector != null && pod.namespace().equals(object.namespace()) && selector.matches(pod);
    }
}

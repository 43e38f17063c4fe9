package io.kubia.controller.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels of what is made for a service: the service's own, and those that say what it is. */
final class Labels {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String US = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private Labels() {}

    /** Those of the Endpoints object. */
    static Map<String, String> of(Service service) {
        var labels = new LinkedHashMap<>(service.object().labels());
        if (service.headless()) {
            labels.put(HEADLESS, "");
        }
        return labels;
    }

    /** Those of a slice. */
    static Map<String, String> ofSlice(Service service) {
        var labels = of(service);
        labels.put(MANAGED_BY, US);
        labels.put(SERVICE_NAME, service.object().name());
        return labels;
    }
}

package io.kubia.controller.kubelet.env;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.Selection;
import io.kubia.controller.store.Snapshot;
import java.util.Locale;
import java.util.Map;

/** The variables by which a container finds the services that were there before it. */
final class ServiceVariables {
    private static final String API_NAMESPACE = "default";
    private static final String API_SERVICE = "kubernetes";

    private ServiceVariables() {}

    /** Puts those of the API's own service, and those of the pod's namespace if it wants them. */
    static void put(Map<String, String> variables, Snapshot now, KubeObject pod) {
        if (!pod.namespace().equals(API_NAMESPACE) || !hasLinks(pod)) {
            now.get(ObjectKey.of(ResourceTypes.SERVICE, API_NAMESPACE, API_SERVICE))
                    .ifPresent(service -> put(variables, service));
        }
        if (hasLinks(pod)) {
            for (var service : now.list(Selection.in(ResourceTypes.SERVICE, pod.namespace()))) {
                put(variables, service);
            }
        }
    }

    private static boolean hasLinks(KubeObject pod) {
        return !pod.spec().has("enableServiceLinks") || pod.spec().isTrue("enableServiceLinks");
    }

    private static void put(Map<String, String> variables, KubeObject service) {
        var address = service.spec().text("clusterIP", "");
        var ports = service.spec().array("ports").objects();
        if (address.isEmpty() || address.equals("None") || ports.isEmpty()) {
            return;
        }
        var prefix = variable(service.name());
        variables.put(prefix + "_SERVICE_HOST", address);
        variables.put(prefix + "_SERVICE_PORT", number(ports.getFirst()));
        for (var port : ports) {
            var name = port.text("name", "");
            if (!name.isEmpty()) {
                variables.put(prefix + "_SERVICE_PORT_" + variable(name), number(port));
            }
        }
        for (int i = 0; i < ports.size(); i++) {
            var port = ports.get(i);
            var protocol = port.text("protocol", "TCP");
            var url = protocol.toLowerCase(Locale.ROOT) + "://" + address + ":" + number(port);
            if (i == 0) {
                variables.put(prefix + "_PORT", url);
            }
            var start = prefix + "_PORT_" + number(port) + "_" + protocol.toUpperCase(Locale.ROOT);
            variables.put(start, url);
            variables.put(start + "_PROTO", protocol.toLowerCase(Locale.ROOT));
            variables.put(start + "_PORT", number(port));
            variables.put(start + "_ADDR", address);
        }
    }

    private static String number(JsonObject port) {
        return Long.toString(port.number("port", 0));
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}

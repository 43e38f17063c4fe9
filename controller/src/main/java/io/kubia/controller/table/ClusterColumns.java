package io.kubia.controller.table;

import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.Condition;
import io.kubia.controller.model.KubeObject;
import java.util.TreeSet;

/** What tables say of what a cluster is made of: nodes, namespaces, leases. */
final class ClusterColumns {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private ClusterColumns() {}

    static Layout nodes() {
        return Layout.named()
                .text("Status", ClusterColumns::status)
                .text("Roles", ClusterColumns::roles)
                .age()
                .text("Version", node -> info(node).text("kubeletVersion", ""))
                .wide("Internal-IP", node -> address(node, "InternalIP"))
                .wide("External-IP", node -> address(node, "ExternalIP"))
                .wide("OS-Image", node -> Words.or(info(node).text("osImage"), Words.UNKNOWN))
                .wide("Kernel-Version", node -> Words.or(info(node).text("kernelVersion"), Words.UNKNOWN))
                .wide("Container-Runtime", node -> Words.or(info(node).text("containerRuntimeVersion"), Words.UNKNOWN))
                .build();
    }

    static Layout namespaces() {
        return Layout.named()
                .text("Status", namespace -> namespace.status().text("phase", ""))
                .age()
                .build();
    }

    static Layout leases() {
        return Layout.named()
                .text("Holder", lease -> lease.spec().text("holderIdentity", ""))
                .age()
                .build();
    }

    private static String status(KubeObject node) {
        var ready = Condition.in(node, "Ready")
                .map(condition -> condition.isTrue() ? "Ready" : "NotReady")
                .orElse("Unknown");
        return node.spec().isTrue("unschedulable") ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(KubeObject node) {
        var roles = new TreeSet<String>();
        node.labels().forEach((name, value) -> {
            if (name.startsWith(ROLE_PREFIX) && name.length() > ROLE_PREFIX.length()) {
                roles.add(name.substring(ROLE_PREFIX.length()));
            } else if (name.equals("kubernetes.io/role") && !value.isEmpty()) {
                roles.add(value);
            }
        });
        return Words.orNone(String.join(",", roles));
    }

    private static JsonObject info(KubeObject node) {
        return node.status().object("nodeInfo");
    }

    private static String address(KubeObject node, String type) {
        for (var address : node.status().array("addresses").objects()) {
            if (type.equals(address.text("type"))) {
                return address.text("address", "");
            }
        }
        return Words.NONE;
    }
}

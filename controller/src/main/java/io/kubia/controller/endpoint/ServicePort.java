package io.kubia.controller.endpoint;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import java.util.OptionalInt;

/**
 * A port of a service.
 *
 * @param name empty for the only port of a service, which needs none
 * @param target a number, or the name of a container's port
 * @param nodePort 0 when it has none
 */
public record ServicePort(String name, String protocol, int port, Json target, int nodePort) {
    static ServicePort of(JsonObject json) {
        int port = (int) json.number("port", 0);
        var target = json.get("targetPort");
        return new ServicePort(
                json.text("name", ""),
                json.text("protocol", "TCP"),
                port,
                target == null ? Json.of(port) : target,
                (int) json.number("nodePort", 0));
    }

    /** The port of a pod that it leads to; none when the pod has no port of that name. */
    OptionalInt of(KubeObject pod) {
        return switch (target) {
            case Json.Whole(var number) -> OptionalInt.of(number == 0 ? port : (int) number);
            case Json.Text(var wanted) -> named(wanted, pod);
            default -> OptionalInt.of(port);
        };
    }

    private OptionalInt named(String wanted, KubeObject pod) {
        for (var container : pod.spec().array("containers").objects()) {
            for (var containerPort : container.array("ports").objects()) {
                if (wanted.equals(containerPort.text("name"))
                        && protocol.equals(containerPort.text("protocol", "TCP"))) {
                    return OptionalInt.of((int) containerPort.number("containerPort", 0));
                }
            }
        }
        return OptionalInt.empty();
    }
}

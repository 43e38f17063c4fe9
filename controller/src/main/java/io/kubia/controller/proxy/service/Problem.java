package io.kubia.controller.proxy.service;

import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import java.io.IOException;

/**
 * Why a place cannot be listened at, and what to do.
 *
 * @param mayPass whether it may go away without a change of the service
 */
record Problem(String reason, String message, boolean mayPass) {
    /** The system does not let us. */
    static Problem of(Listening place, KubeObject service, IOException cause) {
        var why = String.valueOf(cause.getMessage());
        if (why.contains("in use")) {
            return inUse(place, service, "is in use: end what listens there, or ");
        }
        if (why.contains("denied") || why.contains("not permitted")) {
            return new Problem(
                    "PortNotPermitted",
                    what(place) + " needs root, as every port below 1024: run kubia as root, or "
                            + (place.use() == Listening.Use.CLUSTER
                                    ? "give the service a higher port"
                                    : otherPort(place, service)),
                    false);
        }
        return new Problem("AddressNotServed", what(place) + ": " + why, false);
    }

    /** Another service has it. */
    static Problem taken(Listening place, ObjectKey by, KubeObject service) {
        return inUse(place, service, "is taken by service " + by.namespace() + "/" + by.name() + ": ");
    }

    /** Another port of the service itself has it. */
    static Problem taken(Listening place, KubeObject service) {
        return inUse(place, service, "is taken by another port of this service: ");
    }

    /** The annotation that should choose local ports does not. */
    static Problem ofAnnotation(String what) {
        return new Problem("InvalidLocalPort", what, false);
    }

    private static Problem inUse(Listening place, KubeObject service, String why) {
        return new Problem("PortInUse", what(place) + " " + why + otherPort(place, service), true);
    }

    private static String what(Listening place) {
        return place.place() + " for port " + place.number();
    }

    private static String otherPort(Listening place, KubeObject service) {
        return switch (place.use()) {
            case PUBLIC ->
                "choose another by kubectl annotate service " + service.name() + " -n " + service.namespace()
                        + " --overwrite " + LocalPorts.ANNOTATION + "="
                        + (place.servicePort().isEmpty() ? "PORT" : place.servicePort() + "=PORT");
            case NODE -> "set another nodePort";
            case CLUSTER -> "give the service another port";
        };
    }
}

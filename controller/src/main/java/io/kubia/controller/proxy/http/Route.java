package io.kubia.controller.proxy.http;

import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.endpoint.ServicePort;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.Pod;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import io.kubia.controller.proxy.Backend;
import io.kubia.controller.store.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a proxied request may go.
 *
 * @param backends at least one, each as good as the others
 * @param tls whether to speak TLS
 */
record Route(List<Backend> backends, boolean tls) {
    Route {
        backends = List.copyOf(backends);
    }

    /**
     * The route of a target, as things are now.
     *
     * @throws ApiException it leads nowhere, in Kubernetes' words
     */
    static Route of(ProxyTarget target, Snapshot now) {
        var object = now.get(target.key()).orElseThrow(() -> new ApiException(Status.notFound(target.key())));
        boolean tls = target.scheme().equals("https");
        return target.key().type().equals(ResourceTypes.POD)
                ? new Route(List.of(ofPod(target, object, tls)), tls)
                : new Route(ofService(target, Service.of(object), now), tls);
    }

    private static Backend ofPod(ProxyTarget target, KubeObject pod, boolean tls) {
        var address = Pod.of(pod).ip();
        if (address == null || address.isEmpty()) {
            throw unavailable("pod \"" + pod.name() + "\" has no address yet");
        }
        if (target.port().isEmpty()) {
            return new Backend(address, firstPort(pod).orElse(tls ? 443 : 80));
        }
        int port = number(target.port())
                .orElseGet(() -> namedPort(pod, target.port())
                        .orElseThrow(() -> new ApiException(Status.badRequest(
                                "pod \"" + pod.name() + "\" has no port named \"" + target.port() + '"'))));
        return new Backend(address, port);
    }

    private static OptionalInt firstPort(KubeObject pod) {
        for (var container : pod.spec().array("containers").objects()) {
            for (var port : container.array("ports").objects()) {
                return OptionalInt.of((int) port.number("containerPort", 0));
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt namedPort(KubeObject pod, String name) {
        for (var container : pod.spec().array("containers").objects()) {
            for (var port : container.array("ports").objects()) {
                if (name.equals(port.text("name"))) {
                    return OptionalInt.of((int) port.number("containerPort", 0));
                }
            }
        }
        return OptionalInt.empty();
    }

    private static List<Backend> ofService(ProxyTarget target, Service service, Snapshot now) {
        var port = number(target.port());
        if (port.isPresent() && numbered(service, port.getAsInt()).isEmpty()) {
            throw unavailable("no service port " + port.getAsInt() + " found for service \""
                    + target.key().name() + '"');
        }
        var ready = (port.isPresent() ? numbered(service, port.getAsInt()) : named(service, target.port()))
                .map(found -> Backend.ready(service, found.name(), now))
                .orElse(List.of());
        if (ready.isEmpty()) {
            throw unavailable("no endpoints available for service \"" + named(target) + '"');
        }
        return ready;
    }

    private static Optional<ServicePort> numbered(Service service, int number) {
        return service.ports().stream()
                .filter(port -> port.port() == number && port.protocol().equals("TCP"))
                .findFirst();
    }

    /** Without a name in the request it is the only port of the service, whatever that is called. */
    private static Optional<ServicePort> named(Service service, String name) {
        if (name.isEmpty() && service.ports().size() == 1) {
            return Optional.of(service.ports().getFirst());
        }
        return service.ports().stream().filter(port -> port.name().equals(name)).findFirst();
    }

    private static String named(ProxyTarget target) {
        var name = target.key().name();
        if (!target.scheme().isEmpty()) {
            return target.scheme() + ":" + name + ":" + target.port();
        }
        return target.port().isEmpty() ? name : name + ":" + target.port();
    }

    private static OptionalInt number(String port) {
        if (port.isEmpty() || port.length() > 5) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (int i = 0; i < port.length(); i++) {
            int digit = port.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalInt.empty();
            }
            number = number * 10 + digit;
        }
        return number > 0 && number <= 65_535 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static ApiException unavailable(String why) {
        return new ApiException(Status.plain(503, "ServiceUnavailable", why));
    }
}

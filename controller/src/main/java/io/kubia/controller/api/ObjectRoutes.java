package io.kubia.controller.api;

import io.kubia.controller.api.discovery.Subresource;
import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.Endpoint;
import io.kubia.controller.api.http.Head;
import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.api.resource.Deleting;
import io.kubia.controller.api.resource.Finalizing;
import io.kubia.controller.api.resource.Logs;
import io.kubia.controller.api.resource.Reading;
import io.kubia.controller.api.resource.Scaling;
import io.kubia.controller.api.resource.Target;
import io.kubia.controller.api.resource.Writing;
import io.kubia.controller.api.watch.Watches;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Status;
import java.util.List;
import java.util.Map;

/** The way of every path that names objects. */
final class ObjectRoutes {
    /** What Kubernetes has and this has not yet: the part of an object, and what it serves. */
    private static final Map<String, String> NOT_YET = Map.of(
            "attach", "kubectl attach and run -it",
            "binding", "placing pods by hand",
            "ephemeralcontainers", "kubectl debug",
            "eviction", "evictions and disruption budgets",
            "exec", "kubectl exec and cp",
            "portforward", "kubectl port-forward",
            "resize", "resizing pods in place",
            "token", "tokens of service accounts");

    private final ApiParts parts;
    private final Watches watches;
    private final Reading reading;
    private final Writing writing;
    private final Deleting deleting;
    private final Scaling scaling;
    private final Finalizing finalizing;
    private final Logs logs;

    ObjectRoutes(ApiParts parts, Renderer renderer, Watches watches) {
        this.parts = parts;
        this.watches = watches;
        var registry = parts.registry();
        reading = new Reading(registry, renderer, parts.clock());
        writing = new Writing(registry, reading);
        deleting = new Deleting(registry, reading, renderer);
        scaling = new Scaling(registry);
        finalizing = new Finalizing(registry, reading);
        logs = new Logs(registry, parts.logs(), parts.clock());
    }

    Endpoint route(Head head) {
        var path = head.segments();
        var target = Target.of(path).orElseThrow(() -> new ApiException(unknown(path)));
        if (target.subresource().equals("proxy")) {
            return proxy(head, target);
        }
        if (path.size() > target.depth()) {
            throw new ApiException(Routes.NOT_FOUND);
        }
        if (target.isCollection()) {
            return collection(head, target);
        }
        return target.subresource().isEmpty() ? object(head, target) : part(head, target);
    }

    private Endpoint collection(Head head, Target target) {
        return switch (head.method().name()) {
            case "GET" ->
                head.query().isTrue("watch")
                        ? new Endpoint.Answering(
                                "watch",
                                target.type().plural(),
                                true,
                                request -> watches.open(target.selection(), request))
                        : answering("list", target, request -> reading.list(target, request));
            case "HEAD" -> answering("list", target, request -> reading.list(target, request));
            case "POST" -> answering("create", target, request -> writing.create(target, request));
            case "DELETE" -> answering("deletecollection", target, request -> deleting.deleteAll(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint object(Head head, Target target) {
        return switch (head.method().name()) {
            case "GET", "HEAD" -> answering("get", target, request -> reading.get(target, request));
            case "PUT" -> answering("update", target, request -> writing.update(target, request));
            case "PATCH" -> answering("patch", target, request -> writing.patch(target, request));
            case "DELETE" -> answering("delete", target, request -> deleting.delete(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint part(Head head, Target target) {
        requireServed(target);
        return switch (target.subresource()) {
            case "scale" -> scale(head, target);
            case "status" -> status(head, target);
            case "log" -> log(head, target);
            case "finalize" -> finalizing(head, target);
            default -> throw new ApiException(Routes.NOT_FOUND);
        };
    }

    private static void requireServed(Target target) {
        for (var part : Subresource.of(target.type())) {
            if (part.name().equals(target.subresource())) {
                return;
            }
        }
        boolean mayHave =
                target.type().equals(ResourceTypes.POD) || target.type().equals(ResourceTypes.SERVICE_ACCOUNT);
        var what = mayHave ? NOT_YET.get(target.subresource()) : null;
        throw new ApiException(what == null ? Routes.NOT_FOUND : notYet(what));
    }

    private Endpoint scale(Head head, Target target) {
        return switch (head.method().name()) {
            case "GET", "HEAD" -> answering("get", target, _ -> scaling.get(target));
            case "PUT" -> answering("update", target, request -> scaling.update(target, request));
            case "PATCH" -> answering("patch", target, request -> scaling.patch(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint status(Head head, Target target) {
        return switch (head.method().name()) {
            case "GET", "HEAD" -> answering("get", target, request -> reading.get(target, request));
            case "PUT" -> answering("update", target, request -> writing.update(target, request));
            case "PATCH" -> answering("patch", target, request -> writing.patch(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint log(Head head, Target target) {
        return switch (head.method().name()) {
            case "GET", "HEAD" ->
                new Endpoint.Answering("get", label(target), true, request -> logs.get(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint finalizing(Head head, Target target) {
        return switch (head.method().name()) {
            case "PUT" -> answering("update", target, request -> finalizing.update(target, request));
            default -> throw new ApiException(Routes.NOT_ALLOWED);
        };
    }

    private Endpoint proxy(Head head, Target target) {
        boolean isKnown =
                target.type().equals(ResourceTypes.POD) || target.type().equals(ResourceTypes.SERVICE);
        if (!isKnown) {
            throw new ApiException(Routes.NOT_FOUND);
        }
        var to = proxied(target, head);
        return new Endpoint.Proxying(label(target), exchange -> parts.proxies().proxy(to, exchange));
    }

    /** {@code [scheme:]NAME[:PORT]}. */
    private static ProxyTarget proxied(Target target, Head head) {
        var words = target.name().split(":", -1);
        var scheme = words.length == 3 ? words[0] : "";
        var name = words.length == 3 ? words[1] : words[0];
        var port = words.length == 1 ? "" : words[words.length - 1];
        boolean isScheme = scheme.isEmpty() || scheme.equals("http") || scheme.equals("https");
        if (words.length > 3 || name.isEmpty() || !isScheme) {
            throw new ApiException(
                    Status.badRequest("invalid " + target.type().singular() + " request \"" + target.name() + '"'));
        }
        return new ProxyTarget(
                ObjectKey.of(target.type(), target.namespace(), name),
                scheme,
                port,
                head.rest(target.depth()),
                head.query().raw());
    }

    private static Endpoint answering(String verb, Target target, Endpoint.Handler handler) {
        if (!target.type().verbs().contains(verb)) {
            throw new ApiException(Routes.NOT_ALLOWED);
        }
        return new Endpoint.Answering(verb, label(target), false, handler);
    }

    private static String label(Target target) {
        return target.subresource().isEmpty()
                ? target.type().plural()
                : target.type().plural() + "/" + target.subresource();
    }

    private static Status unknown(List<String> path) {
        boolean isReview = path.size() > 2
                && (path.get(1).equals("authentication.k8s.io") || path.get(1).equals("authorization.k8s.io"));
        return isReview ? notYet("kubectl auth") : Routes.NOT_FOUND;
    }

    private static Status notYet(String what) {
        return Status.plain(501, "NotImplemented", what + ": not served yet, but coming");
    }
}

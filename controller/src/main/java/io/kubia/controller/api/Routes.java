package io.kubia.controller.api;

import io.kubia.controller.api.discovery.Discovery;
import io.kubia.controller.api.discovery.KubernetesVersion;
import io.kubia.controller.api.http.Endpoint;
import io.kubia.controller.api.http.Head;
import io.kubia.controller.api.http.Response;
import io.kubia.controller.api.http.Router;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.Status;
import io.kubia.controller.schema.OpenApi;
import io.kubia.role.metrics.Metrics;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The way of every path. */
final class Routes implements Router {
    static final Status NOT_FOUND = Status.plain(404, "NotFound", "the server could not find the requested resource");
    static final Status NOT_ALLOWED =
            Status.plain(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    private static final JsonObject PATHS = JsonObject.of(
            "paths",
            JsonArray.ofTexts(List.of(
                    "/api",
                    "/api/v1",
                    "/apis",
                    "/healthz",
                    "/livez",
                    "/metrics",
                    "/openapi/v2",
                    "/openapi/v3",
                    "/readyz",
                    "/version")));

    /** A protobuf message of gnostic's Document: swagger (1) is 2.0, info (2) has a title (1) and a version (2). */
    private static final Response OPENAPI_V2 = new Response.Whole(
            200,
            "application/com.github.proto-openapi.spec.v2.v1.0+protobuf",
            List.of(),
            "\n\0032.0\022\017\n\005kubia\022\006v1.0.0".getBytes(StandardCharsets.ISO_8859_1));

    private final ApiConfig config;
    private final ApiParts parts;
    private final ObjectRoutes objects;
    private final Discovery discovery = new Discovery();

    Routes(ApiConfig config, ApiParts parts, ObjectRoutes objects) {
        this.config = config;
        this.parts = parts;
        this.objects = objects;
    }

    @Override
    public Endpoint route(Head head) {
        var path = head.segments();
        if (path.isEmpty()) {
            return reading(head, "paths", _ -> Response.json(200, PATHS));
        }
        return switch (path.getFirst()) {
            case "api" -> core(head, path);
            case "apis" -> named(head, path);
            case "openapi" -> openApi(head, path);
            case "version" -> reading(head, "version", _ -> KubernetesVersion.answer(config.version()));
            case "healthz", "livez" -> reading(head, "health", _ -> Response.text(200, "ok"));
            case "readyz" -> reading(head, "health", _ -> readiness());
            case "metrics" -> reading(head, "metrics", _ -> metrics());
            default -> throw new ApiException(NOT_FOUND);
        };
    }

    private Endpoint core(Head head, List<String> path) {
        return switch (path.size()) {
            case 1 -> reading(head, "discovery", _ -> discovery.core(head.list("Accept")));
            case 2 -> reading(head, "discovery", _ -> discovery.kinds(path.get(1)));
            default -> objects.route(head);
        };
    }

    private Endpoint named(Head head, List<String> path) {
        return switch (path.size()) {
            case 1 -> reading(head, "discovery", _ -> discovery.named(head.list("Accept")));
            case 2 -> reading(head, "discovery", _ -> discovery.group(path.get(1)));
            case 3 -> reading(head, "discovery", _ -> discovery.kinds(path.get(1) + "/" + path.get(2)));
            default -> objects.route(head);
        };
    }

    /**
     * Version 2 is asked for as well: by kubectl before it sends {@code kind: List}, whose items it looks up in there. What
     * it does not find it leaves to us to check, so that a document without any kind is enough.
     */
    private static Endpoint openApi(Head head, List<String> path) {
        if (path.size() == 2 && path.get(1).equals("v2")) {
            return reading(head, "openapi", _ -> OPENAPI_V2);
        }
        if (path.size() < 2 || !path.get(1).equals("v3")) {
            throw new ApiException(NOT_FOUND);
        }
        return reading(
                head, "openapi", _ -> path.size() == 2 ? json(OpenApi.instance().index()) : document(path));
    }

    private static Response document(List<String> path) {
        var document = OpenApi.instance()
                .document(String.join("/", path.subList(2, path.size())))
                .orElseThrow(() -> new ApiException(NOT_FOUND));
        return json(document);
    }

    private static Response json(byte[] body) {
        return new Response.Whole(200, Response.JSON, List.of(), body);
    }

    private static Endpoint reading(Head head, String resource, Endpoint.Handler handler) {
        if (!head.is(HttpMethod.GET) && !head.is(HttpMethod.HEAD)) {
            throw new ApiException(NOT_ALLOWED);
        }
        return new Endpoint.Answering("get", resource, false, handler);
    }

    private Response readiness() {
        var why = parts.unready().get();
        return why.isEmpty() ? Response.text(200, "ok") : Response.text(503, "not ready: " + why.get() + "\n");
    }

    private Response metrics() {
        return new Response.Whole(
                200, Metrics.CONTENT_TYPE, List.of(), parts.metrics().render().getBytes(StandardCharsets.UTF_8));
    }
}

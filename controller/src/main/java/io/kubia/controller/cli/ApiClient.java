package io.kubia.controller.cli;

import io.kubia.controller.Home;
import io.kubia.controller.RunningControlPlane;
import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.JsonText;
import io.kubia.controller.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the API of the control plane that runs. */
final class ApiClient {
    static final String JSON = "application/json";
    static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final URI api;
    private final HttpClient client;

    ApiClient(URI api) {
        this.api = api;
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** The one of a home, in which a control plane must run. */
    static ApiClient of(Home home) {
        try {
            var running = RunningControlPlane.in(home);
            if (running.isEmpty()) {
                throw new CommandException("no control plane runs in " + home.path() + ": start one with `kubia up`");
            }
            return new ApiClient(running.get().api());
        } catch (IOException e) {
            throw new CommandException(e.getMessage() + "", e);
        }
    }

    JsonObject get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    /** One object, if it is there. */
    Optional<JsonObject> find(String path) {
        var response = exchange(request(path).header("Accept", JSON).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(body(response));
    }

    JsonObject post(String path, Json body) {
        return send(request(path).header("Content-Type", JSON).POST(publisher(body)));
    }

    JsonObject patch(String path, String type, Json body) {
        return send(request(path).header("Content-Type", type).method("PATCH", publisher(body)));
    }

    JsonObject delete(String path, Json options) {
        return send(request(path).header("Content-Type", JSON).method("DELETE", publisher(options)));
    }

    /** What is answered, as it comes; it may go on for as long as the caller reads. */
    InputStream stream(String path) {
        try {
            var request = HttpRequest.newBuilder(api.resolve(path)).GET().build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 != 2) {
                try (var in = response.body()) {
                    throw new CommandException(message(in.readAllBytes(), response.statusCode()));
                }
            }
            return response.body();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    static String path(ResourceType type, String namespace, String name) {
        return type.path(type.namespaced() ? namespace : "") + (name.isEmpty() ? "" : "/" + name);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(ANSWER);
    }

    private JsonObject send(HttpRequest.Builder request) {
        return body(exchange(request));
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static JsonObject body(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw new CommandException(message(response.body(), response.statusCode()));
        }
        try {
            return JsonText.parse(response.body()).asObject();
        } catch (JsonException e) {
            throw new CommandException("the API answered what is no JSON: " + e.getMessage(), e);
        }
    }

    private static String message(byte[] body, int code) {
        try {
            return JsonText.parse(body).asObject().text("message", "the API answered " + code);
        } catch (JsonException e) {
            return "the API answered " + code;
        }
    }

    private CommandException unreachable(IOException e) {
        return new CommandException(
                "the API at " + api + " does not answer (" + e.getMessage() + "): see `kubia status`", e);
    }

    private static HttpRequest.BodyPublisher publisher(Json body) {
        return HttpRequest.BodyPublishers.ofByteArray(JsonText.bytes(body));
    }
}

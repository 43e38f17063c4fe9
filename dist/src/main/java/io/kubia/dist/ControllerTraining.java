package io.kubia.dist;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Trains the control plane: a cluster of its own, with what kubectl asks of it and a pod that is deleted. */
record ControllerTraining(Distribution distribution, Path scratch) implements Training {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int ROUNDS = 30;
    private static final int READY_TRIES = 1_500;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String JSON = "application/json";
    private static final String SET = "/apis/apps/v1/namespaces/default/statefulsets/kubia";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    @Override
    public void run(PrintStream out) throws InterruptedException {
        Path cache = distribution.aotCache(Role.CONTROLLER.word());
        try {
            InetSocketAddress api = Training.freeAddress();
            InetSocketAddress dns = Training.freeAddress();
            List<String> arguments = List.of(
                    "up",
                    "--foreground",
                    "--home",
                    scratch.resolve("home").toString(),
                    "--api",
                    text(api),
                    "--dns",
                    text(dns),
                    "--dns-metrics",
                    "none");
            try (HttpClient client = Traffic.client();
                    RoleProcess trained = RoleProcess.start(
                            distribution,
                            arguments,
                            Training.writing(cache),
                            scratch.resolve("controller.log"),
                            URI.create("http://" + text(api)))) {
                trained.awaitReady(client);
                train(trained, client);
                client.shutdownNow();
                Training.finish(trained, cache, out);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new TrainingFailedException("the training run failed: " + e, e);
        }
    }

    private static void train(RoleProcess controlPlane, HttpClient client) throws IOException, InterruptedException {
        awaitReplicas(controlPlane, client);
        for (int i = 0; i < ROUNDS; i++) {
            for (String path : paths().toList()) {
                send(controlPlane, client, get(controlPlane, path, TABLE));
                send(controlPlane, client, get(controlPlane, path, JSON));
            }
            send(controlPlane, client, label(controlPlane, i));
        }
        send(
                controlPlane,
                client,
                request(controlPlane, PODS + "/kubia-1").DELETE().build());
        awaitReplicas(controlPlane, client);
    }

    private static Stream<String> paths() {
        return Stream.of(
                "/api",
                "/apis",
                "/version",
                "/api/v1/namespaces",
                "/api/v1/nodes",
                "/api/v1/persistentvolumes",
                "/api/v1/namespaces/default/persistentvolumeclaims",
                "/api/v1/namespaces/default/services",
                "/api/v1/namespaces/default/endpoints",
                "/api/v1/namespaces/default/events",
                PODS,
                PODS + "/kubia-0",
                PODS + "?labelSelector=app%3Dkubia",
                SET,
                SET + "/scale",
                "/no/such/path");
    }

    private static void awaitReplicas(RoleProcess controlPlane, HttpClient client)
            throws IOException, InterruptedException {
        for (int i = 0; i < READY_TRIES; i++) {
            String set = client.send(get(controlPlane, SET, JSON), BodyHandlers.ofString())
                    .body();
            if (set.contains("\"readyReplicas\":3")) {
                return;
            }
            Thread.sleep(BETWEEN_TRIES);
        }
        throw controlPlane.failed("its set is not ready in time");
    }

    private static HttpRequest label(RoleProcess controlPlane, int value) {
        return request(controlPlane, SET)
                .header("Content-Type", "application/strategic-merge-patch+json")
                .method("PATCH", BodyPublishers.ofString("{\"metadata\":{\"labels\":{\"trained\":\"" + value + "\"}}}"))
                .build();
    }

    private static HttpRequest get(RoleProcess controlPlane, String path, String accept) {
        return request(controlPlane, path).header("Accept", accept).build();
    }

    private static HttpRequest.Builder request(RoleProcess controlPlane, String path) {
        return HttpRequest.newBuilder(controlPlane.address().resolve(path)).timeout(LIMIT);
    }

    private static void send(RoleProcess controlPlane, HttpClient client, HttpRequest request)
            throws IOException, InterruptedException {
        int code = client.send(request, BodyHandlers.discarding()).statusCode();
        if (code >= 500) {
            throw controlPlane.failed(request.method() + " " + request.uri() + ": " + code);
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}

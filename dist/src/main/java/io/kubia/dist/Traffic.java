package io.kubia.dist;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What users ask of a node, in about the shares in which they ask it, errors included. */
final class Traffic {
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 20;
    private static final int LARGE_BODY = 100 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final URI node;

    Traffic(URI node) {
        this.node = node;
    }

    /** Sends it all over several connections at once, or as much as there is time for on a slow machine. */
    void send() throws InterruptedException {
        List<HttpRequest> round = round();
        Callable<Integer> connection = () -> {
            try (HttpClient client = client()) {
                for (int i = 0; i < ROUNDS; i++) {
                    for (HttpRequest request : round) {
                        client.send(request, BodyHandlers.discarding());
                    }
                }
                client.shutdownNow();
            }
            return ROUNDS;
        };
        try (ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> sent : connections.invokeAll(
                    Collections.nCopies(CONNECTIONS, connection), LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!sent.isCancelled()) {
                    sent.get();
                }
            }
        } catch (ExecutionException e) {
            throw new TrainingFailedException("a request to " + node + " failed: " + e.getCause(), e);
        }
    }

    String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = client()) {
            return client.send(request(path).build(), BodyHandlers.ofString()).body();
        }
    }

    /** Its own connections, and HTTP/1.1 from the start: an attempt at HTTP/2 first would be in every measure. */
    static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
    }

    private List<HttpRequest> round() {
        HttpRequest write =
                request("/").POST(BodyPublishers.ofString("Hey there!")).build();
        HttpRequest own = request("/data").build();
        HttpRequest cluster = request("/").build();
        Stream<HttpRequest> frequent = Stream.of(write, own, own, cluster, write, own, cluster, own);
        Stream<HttpRequest> rare = Stream.of(
                request("/").header("Accept", "application/json").build(),
                request("/data").header("If-None-Match", "\"0\"").build(),
                request("/data").HEAD().build(),
                request("/")
                        .PUT(BodyPublishers.ofByteArray(new byte[LARGE_BODY]))
                        .build(),
                // Without a length, so that it comes in chunks.
                request("/")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("in chunks")))
                        .build(),
                request("/")
                        .header("If-Match", "\"no such\"")
                        .POST(BodyPublishers.ofString("lost"))
                        .build(),
                request("/peers").build(),
                request("/metrics").build(),
                request("/healthz").build(),
                request("/readyz").build(),
                request("/data").DELETE().build(),
                request("/no/such/path").build(),
                request("/metrics").POST(BodyPublishers.noBody()).build());
        return Stream.of(frequent, rare, Stream.of(write, own, own, cluster, own, cluster))
                .flatMap(s -> s)
                .toList();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(node.resolve(path)).timeout(LIMIT);
    }
}

package io.kubia.node.http;

import io.kubia.node.cluster.Cluster;
import io.kubia.node.store.Body;
import io.kubia.node.store.DataStore;
import io.kubia.node.store.Version;
import io.kubia.node.store.WriteOutcome;
import io.kubia.role.metrics.Metrics;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is answered to each request that is proper HTTP. Every method runs on the exchange's event loop. */
final class Answers {
    private static final byte[] NO_DATA = "No data posted yet".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final DataStore store;
    private final Cluster cluster;
    private final ClusterAnswers clusterAnswers;
    private final Readiness readiness;
    private final StoredLine storedLine;
    private final Metrics metrics;
    private final byte[] stored;
    private final byte[] deleted;

    private volatile @Nullable DataFields lastFields;

    Answers(
            String name,
            DataStore store,
            Cluster cluster,
            Readiness readiness,
            StoredLine storedLine,
            Metrics metrics) {
        this.name = name;
        this.store = store;
        this.cluster = cluster;
        this.readiness = readiness;
        this.storedLine = storedLine;
        this.metrics = metrics;
        clusterAnswers = new ClusterAnswers(name, cluster);
        stored = utf8("Data stored on pod " + name + "\n");
        deleted = utf8("Data deleted on pod " + name + "\n");
    }

    /** Answers a request whose body, if it had one, was read past. */
    void answer(Exchange exchange) {
        var request = exchange.request();
        var route = exchange.route();
        if (!Route.isKnown(request.method())) {
            exchange.error(HttpResponseStatus.NOT_IMPLEMENTED, "method: " + request.method());
        } else if (request.path().equals("*")) {
            exchange.bodiless(
                    HttpResponseStatus.NO_CONTENT,
                    head -> head.field(ResponseHead.ALLOW, "GET, HEAD, POST, PUT, DELETE, OPTIONS"));
        } else if (route == null) {
            exchange.error(
                    HttpResponseStatus.NOT_FOUND,
                    "there is no %s here. There are: %s".formatted(request.path(), Route.PATHS));
        } else if (!route.allows(request.method())) {
            exchange.error(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    "%s %s (expected: %s)".formatted(request.method(), route.path(), route.allow()),
                    allow(route));
        } else if (request.is(HttpMethod.OPTIONS)) {
            exchange.bodiless(HttpResponseStatus.NO_CONTENT, allow(route));
        } else {
            answer(exchange, route);
        }
    }

    private void answer(Exchange exchange, Route route) {
        switch (route) {
            case CLUSTER -> clusterAnswers.answer(exchange);
            case DATA -> {
                if (exchange.request().is(HttpMethod.DELETE)) {
                    delete(exchange);
                } else {
                    data(exchange);
                }
            }
            case PEERS ->
                exchange.reply(
                        HttpResponseStatus.OK, utf8(PeersJson.of(name, cluster.known())), field("application/json"));
            case HEALTH -> exchange.text(HttpResponseStatus.OK, "ok\n");
            case READY -> {
                var reason = readiness.reason();
                if (reason == null) {
                    var failure = store.failure();
                    exchange.text(
                            HttpResponseStatus.OK,
                            failure == null ? "ok\n" : "ok, but writes fail: " + failure.reason() + "\n");
                } else {
                    exchange.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready: " + reason + "\n");
                }
            }
            case METRICS -> exchange.reply(HttpResponseStatus.OK, utf8(metrics.render()), field(Metrics.CONTENT_TYPE));
        }
    }

    /** Says how the write of a body ended. */
    void stored(Exchange exchange, WriteOutcome outcome) {
        if (outcome instanceof WriteOutcome.Committed) {
            storedLine.stored();
        }
        written(exchange, outcome, stored);
    }

    private void delete(Exchange exchange) {
        var request = exchange.request();
        store.delete(
                request.isConditional() ? request::mayReplace : _ -> true,
                outcome -> exchange.loop().execute(() -> written(exchange, outcome, deleted)));
    }

    private static void written(Exchange exchange, WriteOutcome outcome, byte[] done) {
        if (!exchange.isOpen()) {
            return;
        }
        switch (outcome) {
            case WriteOutcome.Committed(var version) ->
                exchange.reply(
                        HttpResponseStatus.OK,
                        done,
                        head -> head.fields(DataFields.identity(version))
                                .field(ResponseHead.CONTENT_TYPE, Exchange.TEXT));
            case WriteOutcome.Refused(var current) ->
                exchange.error(
                        HttpResponseStatus.PRECONDITION_FAILED,
                        "the data is %s now".formatted(current.etag()),
                        head -> head.field(ResponseHead.ETAG, current.etag()));
            case WriteOutcome.Failed(var failure) -> {
                switch (failure.kind()) {
                    case NO_SPACE -> exchange.error(HttpResponseStatus.INSUFFICIENT_STORAGE, failure.reason());
                    case IO_ERROR -> exchange.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, failure.reason());
                    case UNAVAILABLE ->
                        exchange.error(
                                HttpResponseStatus.SERVICE_UNAVAILABLE,
                                failure.reason(),
                                head -> head.field(ResponseHead.RETRY_AFTER, "1"));
                }
            }
        }
    }

    private void data(Exchange exchange) {
        var version = store.current();
        var fields = fields(version);
        var ifNoneMatch = exchange.request().headers().getAll(HttpHeaderNames.IF_NONE_MATCH);
        if (!ifNoneMatch.isEmpty()
                && EntityTags.matchWeakly(ifNoneMatch, version.etag(), !EntityTags.isNothing(version))) {
            exchange.bodiless(HttpResponseStatus.NOT_MODIFIED, head -> head.fields(DataFields.identity(version)));
            return;
        }
        switch (version.content()) {
            case Body.Nothing _ -> exchange.reply(HttpResponseStatus.OK, NO_DATA, fields);
            case Body.Inline(var bytes) -> exchange.reply(HttpResponseStatus.OK, bytes, fields);
            case Body.Chunked chunked -> {
                var reader = store.read(chunked);
                if (reader == null) {
                    data(exchange); // overtaken between the two calls: there is a newer version
                } else {
                    exchange.stream(HttpResponseStatus.OK, version.length(), fields, new StoredSource(reader));
                }
            }
        }
    }

    private DataFields fields(Version version) {
        var last = lastFields;
        if (last == null || !last.isOf(version)) {
            last = DataFields.of(version);
            lastFields = last;
        }
        return last;
    }

    private static Consumer<ResponseHead> allow(Route route) {
        return head -> head.field(ResponseHead.ALLOW, route.allow());
    }

    private static Consumer<ResponseHead> field(String contentType) {
        return head -> head.field(ResponseHead.CONTENT_TYPE, contentType);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.kubia.node.http;

import io.kubia.node.cluster.Cluster;
import io.kubia.node.cluster.ClusterAnswer;
import io.kubia.node.cluster.PeerReading;
import io.kubia.node.cluster.PeerStream;
import io.kubia.node.peers.Discovery;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /}: what all peers hold.
 *
 * <p>Under load many requests share one read of the cluster. What is small is written down once for all of them; what is
 * large is written down piece by piece, as each client takes it.
 */
final class ClusterAnswers {
    /** Answers up to this size are made as a whole, and kept for the others who get the same one. */
    private static final int WHOLE_LIMIT = 64 * 1024;

    /** What a peer's line takes besides its data, at a generous guess. */
    private static final int LINE_GUESS = 512;

    private final String name;
    private final Cluster cluster;

    private volatile @Nullable Written lastText;
    private volatile @Nullable Written lastJson;

    /** An answer as bytes, and what it was made of. */
    @SuppressWarnings("ArrayRecordComponent") // shared by all who get the same answer, written by nobody
    private record Written(ClusterAnswer.Complete answer, byte[] bytes) {}

    ClusterAnswers(String name, Cluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    void answer(Exchange exchange) {
        if (exchange.request().is(HttpMethod.HEAD)) {
            exchange.bodiless(HttpResponseStatus.OK, contentType(rendering(exchange)));
            return;
        }
        var answer = cluster.read(exchange.loop());
        exchange.onAbandoned(() -> answer.cancel(false));
        answer.addListener((Future<ClusterAnswer> done) -> {
            if (done.isSuccess()) {
                write(exchange, done.getNow());
            }
        });
    }

    private void write(Exchange exchange, ClusterAnswer answer) {
        if (!exchange.isOpen()) {
            if (answer instanceof ClusterAnswer.Streaming(var _, var stream)) {
                stream.close();
            }
            return;
        }
        switch (answer) {
            case ClusterAnswer.NotDiscovered(var reason) -> {
                var rendering = rendering(exchange);
                var out = Unpooled.buffer();
                rendering.notDiscovered(reason, out);
                exchange.reply(HttpResponseStatus.OK, ByteBufUtil.getBytes(out), contentType(rendering));
            }
            case ClusterAnswer.Complete complete
            when isSmall(complete.readings()) ->
                exchange.reply(HttpResponseStatus.OK, written(exchange, complete), contentType(rendering(exchange)));
            case ClusterAnswer.Complete(var discovery, var readings) ->
                stream(exchange, discovery, new CompleteStream(readings));
            case ClusterAnswer.Streaming(var discovery, var stream) -> stream(exchange, discovery, stream);
            case ClusterAnswer.Unavailable(var reason) ->
                exchange.error(
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        reason,
                        head -> head.field(ResponseHead.RETRY_AFTER, "1"));
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very same answer, which all who share a round get
    private byte[] written(Exchange exchange, ClusterAnswer.Complete answer) {
        boolean json = exchange.request().wantsJson();
        var last = json ? lastJson : lastText;
        if (last == null || last.answer != answer) {
            last = new Written(answer, whole(answer, rendering(exchange)));
            if (json) {
                lastJson = last;
            } else {
                lastText = last;
            }
        }
        return last.bytes;
    }

    private static byte[] whole(ClusterAnswer.Complete answer, ClusterRendering rendering) {
        var out = Unpooled.buffer(1024);
        rendering.begin(answer.discovery(), out);
        var pieces = new CompleteStream(answer.readings());
        for (var piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            rendering.piece(piece, out);
        }
        return ByteBufUtil.getBytes(out);
    }

    private void stream(Exchange exchange, Discovery.Known discovery, PeerStream pieces) {
        var rendering = rendering(exchange);
        ByteBuf head = ByteBufAllocator.DEFAULT.buffer();
        rendering.begin(discovery, head);
        exchange.stream(
                HttpResponseStatus.OK,
                -1,
                contentType(rendering),
                new ClusterSource(rendering, head, pieces, ByteBufAllocator.DEFAULT));
    }

    private ClusterRendering rendering(Exchange exchange) {
        return exchange.request().wantsJson() ? new ClusterJson(name) : new ClusterText(name);
    }

    private static boolean isSmall(List<PeerReading> readings) {
        long size = 0;
        for (var reading : readings) {
            size += LINE_GUESS
                    + (reading instanceof PeerReading.Read read ? read.content().length() : 0);
        }
        return size <= WHOLE_LIMIT;
    }

    private static Consumer<ResponseHead> contentType(ClusterRendering rendering) {
        return head ->
                head.field(ResponseHead.CONTENT_TYPE, rendering.contentType()).field(ResponseHead.VARY, "Accept");
    }
}

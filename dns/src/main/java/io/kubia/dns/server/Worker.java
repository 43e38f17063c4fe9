package io.kubia.dns.server;

import io.kubia.dns.answer.Answerer;
import io.kubia.dns.answer.Forward;
import io.kubia.dns.answer.Verdict;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/** What one event loop answers with. All of its sockets share it, and nobody else may use it. */
final class Worker {
    private final Answerer answerer;
    private final Upstreams upstreams;
    private final ClientList transfers;
    private final QueryMetrics metrics;
    private final @Nullable QueryLog log;

    Worker(Answerer answerer, Upstreams upstreams, ClientList transfers, QueryMetrics metrics, @Nullable QueryLog log) {
        this.answerer = answerer;
        this.upstreams = upstreams;
        this.transfers = transfers;
        this.metrics = metrics;
        this.log = log;
    }

    /**
     * Answers a request, or says what is to be done instead: {@link Verdict#FORWARD} and {@link Verdict#TRANSFER} only
     * for those who may have it; for all others what to say instead has been written, as answered.
     */
    Verdict answer(Via via, ByteBuf request, InetAddress client, ByteBuf out) {
        var verdict =
                via == Via.UDP ? answerer.answerUdp(request, client, out) : answerer.answerTcp(request, client, out);
        return switch (verdict) {
            case ANSWERED, DROPPED -> verdict;
            case FORWARD -> upstreams.areThere() && answerer.isRecursionDesired() ? verdict : Verdict.ANSWERED;
            case TRANSFER -> transfers.contains(client) ? verdict : Verdict.ANSWERED;
        };
    }

    Answerer answerer() {
        return answerer;
    }

    Upstreams upstreams() {
        return upstreams;
    }

    QueryMetrics metrics() {
        return metrics;
    }

    /** Counts the last request that was answered here and now. */
    void answered(Via via, InetSocketAddress client, int bytes, long nanos) {
        metrics.answered(via, answerer.type(), answerer.rcode(), bytes, nanos);
        if (log != null) {
            log.write(via, client, answerer.type(), answerer.name(), answerer.rcode(), bytes, nanos);
        }
    }

    /** Counts a request that was answered by another server. */
    void forwarded(Via via, InetSocketAddress client, Forward question, int rcode, int bytes, long nanos) {
        metrics.answered(via, question.type(), rcode, bytes, nanos);
        if (log != null) {
            log.write(via, client, question.type(), question.asked().toString(), rcode, bytes, nanos);
        }
    }

    /** Counts a zone that has been given. */
    void transferred(InetSocketAddress client, int type, String name, long bytes, long nanos) {
        metrics.answered(Via.TCP, type, Rcode.NOERROR, bytes, nanos);
        if (log != null) {
            log.write(Via.TCP, client, type, name, Rcode.NOERROR, bytes, nanos);
        }
    }
}

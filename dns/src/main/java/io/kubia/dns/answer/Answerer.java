package io.kubia.dns.answer;

import io.kubia.dns.zone.LiveZone;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.time.InstantSource;

/** Answers requests. Has working memory of its own: each event loop needs one, and nobody else may use it. */
public final class Answerer {
    /** The clock is for cookies alone. */
    public Answerer(LiveZone zone, AnswerConfig config, InstantSource clock) {}

    /**
     * Answers a datagram's content. What is written is never larger than the client allows, nor than
     * {@link AnswerConfig#maxUdpPayload}.
     *
     * @param request read from its reader index to its end; neither index is moved
     * @param client whom the cookie is for
     * @param out appended to, unless the verdict is {@link Verdict#DROPPED}
     */
    public Verdict answerUdp(ByteBuf request, InetAddress client, ByteBuf out) {
        return Verdict.DROPPED;
    }

    /** Answers a message that came over TCP, given without the length before it; the answer has none either. */
    public Verdict answerTcp(ByteBuf request, InetAddress client, ByteBuf out) {
        return Verdict.DROPPED;
    }

    /** The type that the last request asked for, as a number; 0 when it asked no single question. */
    public int type() {
        return 0;
    }

    /** The response code of the last answer that was written, as a number. */
    public int rcode() {
        return 0;
    }

    /** The name that the last request asked for, for people; empty when it asked no single question. */
    public String name() {
        return "";
    }

    /** What is to be asked elsewhere, after the verdict {@link Verdict#FORWARD}. May be kept and used by any thread. */
    public Forward forward() {
        return new Forward();
    }

    /** The zone for who asked for it, after the verdict {@link Verdict#TRANSFER}. May be kept by one thread. */
    public Transfer transfer() {
        return new Transfer();
    }
}

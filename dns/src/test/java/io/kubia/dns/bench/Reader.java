package io.kubia.dns.bench;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Answerer;
import io.kubia.dns.zone.LiveZone;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Asks as fast as it can, and notes how long its longest answers took. Used by one thread. */
final class Reader {
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
    private static final long SLOW_NANOS = 1_000_000;
    private static final int MAX_ANSWER = 4096;

    private final Answerer answerer;
    private final List<ByteBuf> questions;
    private final RandomGenerator random;
    private final ByteBuf out = Unpooled.directBuffer(MAX_ANSWER);

    Reader(LiveZone zone, List<ByteBuf> questions, RandomGenerator random) {
        this.answerer = new Answerer(zone, AnswerConfig.defaults(), InstantSource.system());
        this.questions = questions;
        this.random = random;
    }

    /**
     * What was seen in a while.
     *
     * @param slow answers that took more than a millisecond, whatever the reason
     */
    record Seen(double answersPerSecond, long slow, double longestMillis) {}

    /** Asks random questions for a while. */
    Seen read(long nanos) {
        long began = System.nanoTime();
        long last = began;
        long longest = 0;
        long slow = 0;
        long answers = 0;
        while (last - began < nanos) {
            rcode(questions.get(random.nextInt(questions.size())));
            long now = System.nanoTime();
            longest = Math.max(longest, now - last);
            slow += now - last > SLOW_NANOS ? 1 : 0;
            last = now;
            answers++;
        }
        return new Seen(answers * 1e9 / (last - began), slow, longest / 1e6);
    }

    /** The code of the answer to a question. */
    int rcode(ByteBuf question) {
        answerer.answerUdp(question, CLIENT, out.clear());
        return answerer.rcode();
    }
}

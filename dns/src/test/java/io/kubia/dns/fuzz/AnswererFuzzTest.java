package io.kubia.dns.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Answerer;
import io.kubia.dns.answer.CookieSecret;
import io.kubia.dns.answer.Verdict;
import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;

/** More than a million requests, most of them broken, each answered as the rules for all answers have it. */
class AnswererFuzzTest {
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
    private static final int REQUESTS = 300_000;
    private static final int MAX_PAYLOAD = 1232;
    private static final int CONTROL_EVERY = 5_000;

    private final World world = Worlds.varied();
    private final LiveZone zone = world.zone(ZoneConfig.defaults(DnsName.parse("cluster.local")));
    private final Answerer answerer = new Answerer(
            zone,
            new AnswerConfig(MAX_PAYLOAD, Optional.of("kubia"), Optional.of(new CookieSecret(3, 4)), true),
            World.CLOCK);
    private final ByteBuf in = Unpooled.buffer(1 << 16);
    private final ByteBuf out = Unpooled.buffer(1 << 16);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRequestEndsWell(long seed) throws IOException {
        var random = new SplittableRandom(seed);
        var mutations = new Mutations(random);
        for (int i = 0; i < REQUESTS; i++) {
            var request = random.nextInt(10) == 0 ? mutations.real() : mutations.mutated();
            boolean overTcp = random.nextInt(8) == 0;
            try {
                check(request, overTcp, ask(request, overTcp), i % 16 == 0);
            } catch (RuntimeException | IOException | AssertionError e) {
                throw new AssertionError(HexFormat.of().formatHex(request), e);
            }
            if (i % CONTROL_EVERY == 0) {
                control(random);
            }
        }
    }

    private Verdict ask(byte[] request, boolean overTcp) {
        in.clear().writeBytes(request);
        out.clear();
        return overTcp ? answerer.answerTcp(in, CLIENT, out) : answerer.answerUdp(in, CLIENT, out);
    }

    private void check(byte[] request, boolean overTcp, Verdict verdict, boolean thoroughly) throws IOException {
        if (verdict == Verdict.DROPPED) {
            boolean isRequest = request.length >= 12 && request[2] >= 0;
            assertThat(isRequest).as("dropped").isFalse();
            assertThat(out.readableBytes()).isZero();
            return;
        }
        if (out.readableBytes() > (overTcp ? 65535 : limit(request))
                || out.getByte(0) != request[0]
                || out.getByte(1) != request[1]
                || out.getByte(2) >= 0) {
            throw new AssertionError("an answer of " + out.readableBytes() + " bytes: " + ByteBufUtil.hexDump(out));
        }
        if (thoroughly) {
            // Whoever can write a message can read our answer to it.
            var answer = new Message(ByteBufUtil.getBytes(out));
            assertThat(answer.getHeader().getCount(Section.QUESTION)).isLessThanOrEqualTo(1);
        }
        if (verdict == Verdict.FORWARD) {
            var refused = out.readableBytes();
            out.clear();
            answerer.forward(CLIENT).finish(Optional.empty(), out);
            assertThat(out.readableBytes()).isLessThanOrEqualTo(Math.max(refused, overTcp ? 65535 : limit(request)));
        }
        if (verdict == Verdict.TRANSFER && thoroughly) {
            var transfer = answerer.transfer(CLIENT);
            while (transfer.hasNext()) {
                out.clear();
                transfer.next(out);
                assertThat(out.readableBytes()).isLessThanOrEqualTo(65535);
            }
        }
    }

    /** What the client allows, if it says so in words that can be read, and in any case no more than we do. */
    private static int limit(byte[] request) {
        try {
            OPTRecord opt = new Message(request).getOPT();
            return opt == null ? MAX_PAYLOAD : Math.clamp(opt.getPayloadSize(), 512, MAX_PAYLOAD);
        } catch (IOException | RuntimeException e) {
            return MAX_PAYLOAD;
        }
    }

    /** The zone changes, and a request that was never touched is answered as ever. */
    private void control(RandomGenerator random) throws IOException {
        var slice = world.slices.values().iterator().next();
        zone.apply(random.nextBoolean() ? new Change.RemoveSlice(slice.key()) : new Change.PutSlice(slice));
        var question = Message.newQuery(org.xbill.DNS.Record.newRecord(
                org.xbill.DNS.Name.fromConstantString("api.default.svc.cluster.local."),
                org.xbill.DNS.Type.A,
                org.xbill.DNS.DClass.IN));
        assertThat(ask(question.toWire(), false)).isEqualTo(Verdict.ANSWERED);
        assertThat(new Message(ByteBufUtil.getBytes(out))
                        .getSection(Section.ANSWER)
                        .getFirst()
                        .rdataToString())
                .isEqualTo("10.43.0.10");
    }
}

package io.kubia.dns.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.answer.AnswerConfig;
import io.kubia.dns.answer.Answerer;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.ZoneConfig;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A zone that a source tells, and how a test waits for it. */
final class Watched {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(2);

    private final LiveZone zone = new LiveZone(ZoneConfig.defaults(DnsName.parse("cluster.local")), World.CLOCK);
    private final AtomicInteger changes = new AtomicInteger();
    private final ZoneUpdates updates = new ZoneUpdates(zone, _ -> changes.incrementAndGet());

    ZoneUpdates updates() {
        return updates;
    }

    boolean isSynced() {
        return zone.now().isSynced();
    }

    int services() {
        return zone.now().size().services();
    }

    /** How often anything has changed. */
    int changes() {
        return changes.get();
    }

    void awaitSynced() {
        await("synced", this::isSynced);
    }

    /** Until a service in the default namespace has these addresses, and no others. */
    void awaitAddresses(String service, String... addresses) {
        await(
                service + " at " + List.of(addresses) + ", but at " + addresses(service),
                () -> addresses(service).equals(List.of(addresses)));
    }

    void assertAddresses(String service, String... addresses) {
        assertThat(addresses(service)).containsExactly(addresses);
    }

    List<String> addresses(String service) {
        return ask(service + ".default.svc.cluster.local.").getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .sorted()
                .toList();
    }

    /** SERVFAIL until it is synced, and then NXDOMAIN for what is not there. */
    String code(String name) {
        return Rcode.string(ask(name).getRcode());
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("%s: not after %s".formatted(what, PATIENCE));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private Message ask(String name) {
        var question = Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, DClass.IN));
        var out = Unpooled.buffer();
        new Answerer(zone, AnswerConfig.defaults(), World.CLOCK)
                .answerTcp(Unpooled.wrappedBuffer(question.toWire()), InetAddress.getLoopbackAddress(), out);
        try {
            return new Message(ByteBufUtil.getBytes(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

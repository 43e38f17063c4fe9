package io.kubia.dns.cases;

import io.kubia.dns.answer.Answerer;
import io.kubia.dns.answer.Verdict;
import io.kubia.dns.cases.CaseFile.Cluster;
import io.kubia.dns.world.World;
import io.kubia.dns.zone.LiveZone;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks the questions of cases. */
final class Asking {
    private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
    private static final int ID = 0xBEEF;

    private final Answerer answerer;

    Asking(Cluster cluster) {
        this.answerer = new Answerer(zone(cluster), cluster.answer(), World.CLOCK);
    }

    /** What became of a question. */
    static final class Outcome {
        final Verdict verdict;
        final byte[] query;
        final byte[] bytes;

        private Outcome(Verdict verdict, byte[] query, byte[] bytes) {
            this.verdict = verdict;
            this.query = query;
            this.bytes = bytes;
        }
    }

    Outcome ask(Case one) throws IOException {
        var query = query(one).toWire();
        ByteBuf out = Unpooled.buffer();
        var request = Unpooled.wrappedBuffer(query);
        var verdict =
                one.has("tcp") ? answerer.answerTcp(request, CLIENT, out) : answerer.answerUdp(request, CLIENT, out);
        return new Outcome(verdict, query, ByteBufUtil.getBytes(out));
    }

    /** After a question that was answered {@link Verdict#FORWARD}. */
    String forwarded() {
        var forward = answerer.forward(CLIENT);
        return Type.string(forward.type()) + " " + forward.name();
    }

    private static LiveZone zone(Cluster cluster) {
        return cluster.isSynced()
                ? cluster.world().zone(cluster.zone())
                : cluster.world().unsyncedZone(cluster.zone());
    }

    private static Message query(Case one) throws IOException {
        var question = Record.newRecord(
                Name.fromString(one.name(), Name.root),
                Type.value(one.type(), true),
                DClass.value(one.option("class", "IN")));
        var query = Message.newQuery(question);
        query.getHeader().setID(ID);
        if (one.has("nord")) {
            query.getHeader().unsetFlag(Flags.RD);
        }
        if (one.has("cd")) {
            query.getHeader().setFlag(Flags.CD);
        }
        if (!one.has("noedns")) {
            int size = Integer.parseInt(one.option("bufsize", "1232"));
            int version = Integer.parseInt(one.option("edns", "0"));
            query.addRecord(new OPTRecord(size, 0, version, one.has("do") ? 0x8000 : 0), Section.ADDITIONAL);
        }
        return query;
    }
}

package io.kubia.dns.answer;

import io.kubia.dns.model.DnsName;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.NameKey;
import io.kubia.dns.zone.NameNode;
import io.kubia.dns.zone.RecordType;
import io.kubia.dns.zone.Records;
import io.kubia.dns.zone.Zone;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * Answers requests. Has working memory of its own: each event loop needs one, and nobody else may use it.
 *
 * <p>Implementation note. The usual question costs one copy of the request into working memory, one look-up, one copy of
 * records that the zone has encoded before, and one copy of the whole into the buffer that was given: no object is made.
 * What is rare is written to be read.
 */
public final class Answerer {
    /** Long, as RFC 8482 recommends, for who asks again and again; nobody else takes it for anything. */
    private static final int ANY_TTL = 3600;

    private static final int RECURSION_DESIRED = 0x0100;

    private static final byte[] ANY_CPU = "RFC8482".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_TEXT = {};

    private final LiveZone live;
    private final AnswerConfig config;
    private final EdnsPart edns;
    private final Chaos chaos;
    private final Query query = new Query();
    private final Response response;
    private final NameKey name = new NameKey();
    private final Aliases aliases = new Aliases();

    private Zone zone;
    private boolean isTcp;
    private int limit;
    private int turn;

    /** The clock is for cookies alone. */
    public Answerer(LiveZone live, AnswerConfig config, InstantSource clock) {
        this.live = live;
        this.zone = live.now();
        this.config = config;
        this.edns = new EdnsPart(config, clock);
        this.response = new Response(edns);
        this.chaos = new Chaos(config.version());
    }

    /**
     * Answers a datagram's content. What is written is never larger than the client allows, nor than
     * {@link AnswerConfig#maxUdpPayload}.
     *
     * @param request read from its reader index to its end; neither index is moved
     * @param client whom the cookie is for
     * @param out appended to, unless the verdict is {@link Verdict#DROPPED}
     */
    public Verdict answerUdp(ByteBuf request, InetAddress client, ByteBuf out) {
        return answer(request, false, client, out);
    }

    /** Answers a message that came over TCP, given without the length before it; the answer has none either. */
    public Verdict answerTcp(ByteBuf request, InetAddress client, ByteBuf out) {
        return answer(request, true, client, out);
    }

    /** The type that the last request asked for, as a number; 0 when it asked no single question. */
    public int type() {
        return query.type();
    }

    /** Whether the last request wants other servers to be asked on its behalf. */
    public boolean isRecursionDesired() {
        return (query.flags() & RECURSION_DESIRED) != 0;
    }

    /** The response code of the last answer that was written, as a number. */
    public int rcode() {
        return response.rcode();
    }

    /** The name that the last request asked for, for people; empty when it asked no single question. */
    public String name() {
        return query.nameLength() == 0 ? "" : questionName().toString();
    }

    /**
     * What is to be asked elsewhere, after the verdict {@link Verdict#FORWARD}. May be kept, and used by any thread.
     *
     * @param client as it was given before
     */
    public Forward forward(InetAddress client) {
        return new Forward(head(), opt(client), limit, aliases.targets(), zone.ttl(), query.type(), query.isDnssecOk());
    }

    /**
     * The zone for who asked for it, after the verdict {@link Verdict#TRANSFER}. May be kept, and used by one thread.
     *
     * @param client as it was given before
     */
    public Transfer transfer(InetAddress client) {
        boolean isUpToDate = query.knowsSerial() && query.knownSerial() - zone.serial() >= 0;
        boolean isWhole = isTcp && (query.type() == RecordType.AXFR || !isUpToDate);
        return new Transfer(zone, head(), opt(client), isWhole);
    }

    private Verdict answer(ByteBuf request, boolean overTcp, InetAddress client, ByteBuf out) {
        var message = response.message();
        int length = request.readableBytes();
        aliases.clear();
        query.clear();
        if (length < Query.HEADER || length > Response.MAX_LENGTH) {
            return Verdict.DROPPED;
        }
        request.getBytes(request.readerIndex(), message, 0, length);
        if (Query.isResponse(message)) {
            return Verdict.DROPPED;
        }
        var verdict = Verdict.ANSWERED;
        if (Query.isStandard(message)) {
            boolean isWhole = query.read(message, length);
            response.begin(query);
            isTcp = overTcp;
            limit = overTcp ? Response.MAX_LENGTH : udpLimit();
            verdict = isWhole ? decide() : error(Rcode.FORMERR);
            response.finish(query, limit, client);
        } else {
            response.finishWithoutQuestion(Rcode.NOTIMP);
        }
        out.writeBytes(message, 0, response.end());
        return verdict;
    }

    private int udpLimit() {
        return query.hasEdns()
                ? Math.clamp(query.udpSize(), AnswerConfig.MIN_UDP_PAYLOAD, config.maxUdpPayload())
                : AnswerConfig.MIN_UDP_PAYLOAD;
    }

    private Verdict decide() {
        if (query.hasEdns() && query.ednsVersion() > 0) {
            return error(Rcode.BADVERS);
        }
        if (query.asksForCookieOnly()) {
            return Verdict.ANSWERED;
        }
        if (query.dnsClass() != RecordType.IN) {
            chaos.answer(query, response);
            return Verdict.ANSWERED;
        }
        return switch (query.type()) {
            case 0, RecordType.OPT -> error(Rcode.FORMERR);
            case RecordType.AXFR, RecordType.IXFR -> look();
            default -> RecordType.isMeta(query.type()) ? error(Rcode.NOTIMP) : look();
        };
    }

    private Verdict look() {
        zone = live.now();
        name.set(response.message(), Query.HEADER, query.nameLength());
        var node = zone.find(name);
        return node != null && zone.isSynced() ? present(node) : absent();
    }

    /** Nothing stands at the name, or not everything that may stand in the zone is known yet. */
    private Verdict absent() {
        int start = zone.startInside(name);
        boolean isOurs = start >= 0;
        if (!zone.isSynced() && (isOurs || zone.startInReverse(name) >= 0)) {
            response.error(Rcode.SERVFAIL);
        } else if (RecordType.isTransfer(query.type())) {
            return error(Rcode.REFUSED);
        } else if (isOurs) {
            response.error(Rcode.NXDOMAIN);
        } else {
            response.error(Rcode.REFUSED);
            return Verdict.FORWARD;
        }
        if (isOurs) {
            response.authoritative();
            response.addSoa(zone, start, false);
        }
        return Verdict.ANSWERED;
    }

    private Verdict present(NameNode node) {
        int type = query.type();
        if (RecordType.isTransfer(type)) {
            response.error(Rcode.REFUSED);
            // RFC 5936, section 4.2: there is no AXFR over UDP.
            boolean mayBeHad = node.isApex() && (isTcp || type == RecordType.IXFR);
            return mayBeHad ? Verdict.TRANSFER : Verdict.ANSWERED;
        }
        response.authoritative();
        var records = node.records(type, zone);
        if (records.answers() > 0) {
            add(records, type);
        } else if (type == RecordType.SOA && node.isApex()) {
            response.addSoa(zone, 0, true);
        } else if (type == RecordType.ANY && node.hasRecords()) {
            any(node);
        } else if (node.alias() != null && (type == RecordType.A || type == RecordType.AAAA)) {
            return alias(node.alias());
        } else {
            int start = node.isReverse() ? zone.startInReverse(name) : zone.startInside(name);
            response.addSoa(zone, start, false);
        }
        return Verdict.ANSWERED;
    }

    private void add(Records records, int type) {
        boolean hasAddresses = type == RecordType.A || type == RecordType.AAAA;
        if (hasAddresses && records.answers() > 1 && config.rotates()) {
            response.addRotated(records, Integer.remainderUnsigned(turn++, records.answers()));
        } else {
            response.add(records);
            if (type == RecordType.SRV) {
                response.adoptCase(query, zone.wireName());
            }
        }
    }

    /** One small record instead of all that there are (RFC 8482, section 4.2); an alias as it is (section 4.1). */
    private void any(NameNode node) {
        var alias = node.records(RecordType.CNAME, zone);
        if (alias.answers() > 0) {
            response.add(alias);
        } else {
            response.addStrings(RecordType.HINFO, RecordType.IN, ANY_TTL, ANY_CPU, NO_TEXT);
        }
    }

    private Verdict alias(DnsName first) {
        if (!aliases.follow(zone, first)) {
            // As CoreDNS: a way without an end is answered as if there were no way.
            response.addSoa(zone, zone.startInside(name), false);
            return Verdict.ANSWERED;
        }
        int owner = Query.HEADER;
        for (var target : aliases.targets()) {
            owner = response.addAlias(owner, target.wire(), zone.ttl());
        }
        var end = aliases.end();
        if (end == null && !aliases.endsInside()) {
            return Verdict.FORWARD;
        }
        var records = end == null ? null : end.records(query.type(), zone);
        if (records != null && records.answers() > 0) {
            response.addAddresses(records, owner);
        } else {
            // The code is that of the last name (RFC 6604, section 3).
            response.error(end == null ? Rcode.NXDOMAIN : Rcode.NOERROR);
            response.addSoa(zone, zone.startInside(name), false);
        }
        return Verdict.ANSWERED;
    }

    private Verdict error(int rcode) {
        response.error(rcode);
        return Verdict.ANSWERED;
    }

    /** The header, with the flags of the request, and the question. */
    private byte[] head() {
        var head = Arrays.copyOf(response.message(), query.questionEnd());
        Arrays.fill(head, 6, Query.HEADER, (byte) 0);
        Bytes.put16(head, 2, query.flags());
        return head;
    }

    private byte[] opt(InetAddress client) {
        var opt = new byte[edns.length(query)];
        edns.write(query, Rcode.NOERROR, client, opt, 0);
        return opt;
    }

    private DnsName questionName() {
        return DnsName.ofWire(Arrays.copyOfRange(response.message(), Query.HEADER, Query.HEADER + query.nameLength()));
    }
}

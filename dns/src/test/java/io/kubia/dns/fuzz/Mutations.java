package io.kubia.dns.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Makes requests: real ones of every kind, and what becomes of them when bytes are changed, lost, or put elsewhere. */
public final class Mutations {
    private static final List<String> NAMES = List.of(
            "kubia.default.svc.cluster.local.",
            "kubia-0.kubia.default.svc.cluster.local.",
            "_http._tcp.kubia.default.svc.cluster.local.",
            "KUBIA.Default.svc.CLUSTER.local.",
            "api.default.svc.cluster.local.",
            "many.default.svc.cluster.local.",
            "shop.default.svc.cluster.local.",
            "alias.default.svc.cluster.local.",
            "10-0-0-1.default.pod.cluster.local.",
            "3.0.42.10.in-addr.arpa.",
            "nosuch.default.svc.cluster.local.",
            "cluster.local.",
            "svc.cluster.local.",
            "dns-version.cluster.local.",
            "version.bind.",
            "elsewhere.example.",
            ".");

    private static final int[] TYPES = {
        Type.A,
        Type.AAAA,
        Type.SRV,
        Type.PTR,
        Type.TXT,
        Type.SOA,
        Type.NS,
        Type.ANY,
        Type.CNAME,
        Type.MX,
        Type.HTTPS,
        Type.AXFR,
        Type.IXFR,
        Type.OPT,
        0,
        128,
        65535
    };

    private final RandomGenerator random;
    private final List<byte[]> real = new ArrayList<>();

    /** With all of its choices from {@code random}. */
    public Mutations(RandomGenerator random) {
        this.random = random;
        for (var name : NAMES) {
            for (int type : TYPES) {
                real.add(request(name, type));
            }
        }
    }

    /** A request as a client would send it. */
    public byte[] real() {
        var request = pick().clone();
        request[0] = (byte) random.nextInt();
        request[1] = (byte) random.nextInt();
        return request;
    }

    /** One that something happened to. */
    public byte[] mutated() {
        var request = real();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            request = mutate(request);
        }
        return request;
    }

    private byte[] request(String name, int type) {
        int dnsClass = random.nextInt(20) == 0 ? DClass.CH : DClass.IN;
        var message = Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, dnsClass));
        if (random.nextInt(10) == 0) {
            message.getHeader().setOpcode(random.nextInt(16));
        }
        if (random.nextBoolean()) {
            message.getHeader().unsetFlag(Flags.RD);
        }
        if (random.nextInt(4) != 0) {
            message.addRecord(opt(), Section.ADDITIONAL);
        }
        return message.toWire();
    }

    private OPTRecord opt() {
        int size = List.of(0, 511, 512, 1232, 4096, 65535).get(random.nextInt(6));
        int flags = random.nextBoolean() ? 0x8000 : 0;
        return switch (random.nextInt(4)) {
            case 0 -> new OPTRecord(size, 0, 0, flags, List.of(new CookieOption(bytes(8))));
            case 1 ->
                new OPTRecord(size, 0, 0, flags, List.of(new CookieOption(bytes(8), bytes(8 + random.nextInt(25)))));
            case 2 ->
                new OPTRecord(size, 0, random.nextInt(3), flags, List.of(new GenericEDNSOption(65001, bytes(20))));
            default -> new OPTRecord(size, 0, 0, flags);
        };
    }

    private byte[] mutate(byte[] request) {
        if (request.length == 0) {
            return bytes(random.nextInt(40));
        }
        int at = random.nextInt(request.length);
        return switch (random.nextInt(9)) {
            case 0 -> {
                request[at] ^= (byte) (1 << random.nextInt(8));
                yield request;
            }
            case 1 -> {
                request[at] = (byte) random.nextInt();
                yield request;
            }
            case 2 -> {
                // A pointer: forwards, backwards, to itself.
                request[at] = (byte) (0xC0 | random.nextInt(2));
                yield request;
            }
            case 3 -> Arrays.copyOf(request, at);
            case 4 -> join(request, bytes(random.nextInt(64)));
            case 5 -> join(Arrays.copyOf(request, at), pick());
            case 6 -> {
                // Counts.
                request[Math.min(request.length - 1, 4 + random.nextInt(8))] = (byte) random.nextInt(4);
                yield request;
            }
            case 7 -> {
                // Kind, flags and code.
                request[Math.min(request.length - 1, 2 + random.nextInt(2))] = (byte) random.nextInt();
                yield request;
            }
            default -> repeated(request, at);
        };
    }

    /** A part several times over: labels, options, records. */
    private byte[] repeated(byte[] request, int at) {
        int length = 1 + random.nextInt(Math.min(40, request.length - at));
        var part = Arrays.copyOfRange(request, at, Math.min(request.length, at + length));
        var longer = request;
        for (int i = random.nextInt(20); i > 0; i--) {
            longer = join(join(Arrays.copyOf(longer, at), part), Arrays.copyOfRange(longer, at, longer.length));
        }
        return longer;
    }

    private byte[] pick() {
        return real.get(random.nextInt(real.size()));
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[] one, byte[] other) {
        var both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}

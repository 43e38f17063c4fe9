package io.kubia.dns.answer;

import io.kubia.dns.model.DnsName;
import io.netty.buffer.ByteBuf;
import org.xbill.DNS.Message;

/**
 * A question that only another server can answer, and all that is needed to answer the client once that one has.
 *
 * <p>The question may differ from the client's: of a service that is an alias of a name outside the zone, the alias is
 * known here and its target is asked for.
 */
public final class Forward {
    Forward() {}

    /** What to ask for. */
    public DnsName name() {
        return DnsName.ROOT;
    }

    /** Which type to ask for, as a number. */
    public int type() {
        return 0;
    }

    /** Whether the client wants servers to be asked on its behalf. */
    public boolean isRecursionDesired() {
        return false;
    }

    /** Whether the client wants data that does not validate, too. */
    public boolean isCheckingDisabled() {
        return false;
    }

    /** Whether the client understands DNSSEC's records. */
    public boolean isDnssecOk() {
        return false;
    }

    /** Appends the answer to the client, made of what the other server said to {@link #name} and {@link #type}. */
    public void complete(Message upstream, ByteBuf out) {
        out.writerIndex();
    }

    /** Appends the answer to the client when no server answered: SERVFAIL. */
    public void fail(ByteBuf out) {
        out.writerIndex();
    }
}

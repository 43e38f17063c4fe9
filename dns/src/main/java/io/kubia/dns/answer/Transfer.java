package io.kubia.dns.answer;

import io.netty.buffer.ByteBuf;

/** A zone on its way to somebody who asked for all of it (AXFR, RFC 5936; IXFR is answered likewise, RFC 1995). */
public final class Transfer {
    Transfer() {}

    /** Whether there are more messages. */
    public boolean hasNext() {
        return false;
    }

    /** Appends the next message, without the length before it. */
    public void next(ByteBuf out) {
        out.writerIndex();
    }
}

package io.kubia.dns.server;

import io.kubia.dns.answer.Forward;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Message;

/** Who is asked for names outside of the zone. */
public interface Upstreams {
    /** Nobody: such questions are refused. */
    Upstreams NONE = new Upstreams() {
        @Override
        public boolean areThere() {
            return false;
        }

        @Override
        public void ask(Forward question, Consumer<Optional<Message>> then) {
            then.accept(Optional.empty());
        }
    };

    /** Whether there is anybody to ask. Any thread may call, and never waits. */
    boolean areThere();

    /**
     * Asks. Any thread may call, and never waits.
     *
     * @param then called once, by any thread and within a bounded time: with what a server said, or with nothing when
     *     none did
     */
    void ask(Forward question, Consumer<Optional<Message>> then);
}

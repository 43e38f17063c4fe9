package io.kubia.dns.dig;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.xbill.DNS.Message;

/**
 * What the server said.
 *
 * @param messages one, or as many as a zone has come in
 * @param bytes of all messages
 * @param notes what happened on the way, in lines of its own
 */
record Reply(
        Message query,
        List<Message> messages,
        long bytes,
        boolean isTcp,
        Duration took,
        ZonedDateTime when,
        List<String> notes) {
    Reply {
        messages = List.copyOf(messages);
        notes = List.copyOf(notes);
    }

    Message message() {
        return messages.getFirst();
    }
}

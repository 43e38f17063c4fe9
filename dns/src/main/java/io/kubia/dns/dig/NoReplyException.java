package io.kubia.dns.dig;

import java.io.IOException;
import java.util.List;

/** Nobody answered. */
final class NoReplyException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<String> tries;

    /** {@code tries} is what became of each, in lines. */
    NoReplyException(List<String> tries) {
        super("no servers could be reached");
        this.tries = List.copyOf(tries);
    }

    List<String> tries() {
        return tries;
    }
}

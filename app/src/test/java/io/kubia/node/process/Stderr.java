package io.kubia.node.process;

import java.util.regex.Pattern;

/** What must never stand in a log that people read. */
final class Stderr {
    static final Pattern STACK_TRACE = Pattern.compile("(?m)^\\s+at \\S+\\(.*\\)$");

    /** Netty's words for a buffer that nobody released, and the JVM's for having had enough. */
    static final Pattern LEAK = Pattern.compile("LEAK:|OutOfMemoryError|SIGSEGV");

    private Stderr() {}
}

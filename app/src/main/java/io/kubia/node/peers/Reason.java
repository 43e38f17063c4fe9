package io.kubia.node.peers;

import io.netty.channel.ConnectTimeoutException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.Locale;

/**
 * Failures in words for a line: short, printable, without a line break. What others have sent ends up in them, so
 * everything goes through {@link #printable}.
 */
public final class Reason {
    private static final int MAX_LENGTH = 200;

    private Reason() {}

    /** Why a connection failed. The words of the JDK and of Netty's transports differ for the same errno. */
    public static String of(Throwable failure) {
        var message = failure.getMessage() == null ? "" : failure.getMessage();
        var words = message.toLowerCase(Locale.ROOT);
        if (failure instanceof ConnectTimeoutException) {
            return "no connection";
        } else if (failure instanceof PortUnreachableException || words.contains("refused")) {
            return "connection refused";
        } else if (failure instanceof NoRouteToHostException || words.contains("no route to host")) {
            return "no route to host";
        } else if (words.contains("network is unreachable")) {
            return "network unreachable";
        } else if (words.contains("reset") || words.contains("broken pipe")) {
            return "connection reset";
        }
        return message.isEmpty() ? failure.getClass().getSimpleName() : printable(message);
    }

    static String of(Throwable failure, InetSocketAddress address) {
        return of(failure) + " (" + address(address) + ")";
    }

    /** Without controls and of bounded length. */
    public static String printable(String text) {
        var out = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        text.codePoints()
                .limit(MAX_LENGTH)
                .map(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || isSurrogate(c) ? '?' : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Such as {@code 10.0.0.3:8080} or {@code [fd00:0:0:0:0:0:0:1]:80}. */
    public static String address(InetSocketAddress address) {
        var host = address.isUnresolved()
                ? printable(address.getHostString())
                : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /** Such as {@code 3 s} or {@code 250 ms}. */
    public static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}

package io.kubia.controller.proxy.http;

import io.kubia.controller.model.Status;
import io.kubia.controller.proxy.Backend;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a pod could not be reached, in the words that Kubernetes has from Go: people search for them. */
final class DialErrors {
    private DialErrors() {}

    /** The answer to a client whose pod could not be connected to. */
    static Status refused(Backend backend, @Nullable Throwable cause) {
        return unreachable("dial tcp " + backend + ": " + reason(cause));
    }

    /** The answer to a client whose pod was connected to. */
    static Status broken(@Nullable Throwable cause) {
        var inner = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (inner instanceof NotSslRecordException) {
            return unreachable("tls: first record does not look like a TLS handshake");
        }
        if (inner instanceof SSLException) {
            return unreachable("tls: " + inner.getMessage());
        }
        return unreachable(cause == null ? "EOF" : "read: " + words(cause));
    }

    static Status unreachable(String why) {
        return Status.plain(503, "ServiceUnavailable", "error trying to reach service: " + why);
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause == null || cause instanceof ConnectTimeoutException) {
            return "i/o timeout";
        }
        return "connect: " + words(cause);
    }

    /** The system's words, without the call and the address that Netty sets around them. */
    private static String words(Throwable cause) {
        var text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (var known : new String[] {
            "connection refused", "connection reset by peer", "no route to host", "network is unreachable"
        }) {
            if (text.contains(known)) {
                return known;
            }
        }
        return text.contains("connection reset") ? "connection reset by peer" : text;
    }
}

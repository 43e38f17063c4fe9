package io.kubia.controller.kubelet.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;

/** Why a connection failed, in the words that Kubernetes has for it. */
final class Refusals {
    private Refusals() {}

    static String words(IOException e) {
        return switch (e) {
            case SocketTimeoutException ignored -> "i/o timeout";
            case ConnectException ignored -> "connect: connection refused";
            default -> String.valueOf(e.getMessage());
        };
    }
}

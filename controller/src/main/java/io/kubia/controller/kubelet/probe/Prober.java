package io.kubia.controller.kubelet.probe;

import io.kubia.controller.runtime.ContainerAccess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** Asks a container, and waits for its answer no longer than is allowed. */
@FunctionalInterface
public interface Prober {
    /**
     * Asks once.
     *
     * @param address the pod's
     */
    ProbeResult ask(Check check, String address, ContainerAccess access, Duration timeout);

    /** The one that uses the network and runs commands. */
    static Prober real() {
        return (check, address, access, timeout) -> switch (check) {
            case Check.Http http -> HttpCheck.ask(http, address, timeout);
            case Check.Tcp tcp -> tcp(tcp.host().isEmpty() ? address : tcp.host(), tcp.port(), timeout);
            case Check.Exec exec -> exec(exec, access, timeout);
            case Check.Grpc grpc -> GrpcCheck.ask(grpc, address, timeout);
            case Check.Impossible(var why) -> ProbeResult.failure(why);
        };
    }

    private static ProbeResult tcp(String host, int port, Duration timeout) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return ProbeResult.SUCCESS;
        } catch (IOException e) {
            return ProbeResult.failure("dial tcp " + host + ":" + port + ": " + Refusals.words(e));
        }
    }

    private static ProbeResult exec(Check.Exec exec, ContainerAccess access, Duration timeout) {
        try {
            var executed = access.execute(exec.command(), timeout);
            return executed.exitCode() == 0 ? ProbeResult.SUCCESS : ProbeResult.failure(executed.output());
        } catch (IOException e) {
            return ProbeResult.failure(String.valueOf(e.getMessage()));
        }
    }
}

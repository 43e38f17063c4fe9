package io.kubia.node.cluster;

import io.kubia.node.peers.Peer;
import io.kubia.node.peers.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One {@code GET /data} to one peer, over a connection that is there or else a new one, at the first of its addresses
 * that can be connected to. When a kept connection breaks before it answers, which is what a peer that closed it
 * meanwhile looks like, the request goes out once more on a new one.
 */
final class RemoteRead implements PeerSource, PeerConnection.Exchange, PeerConnections.Connector {
    private final Peer peer;
    private final Intake intake;
    private final PeerConnections connections;
    private final Runnable unreachable;
    private final Duration timeout;

    private int nextAddress;
    private @Nullable PeerRoute route;
    private PeerConnections.@Nullable Connecting connecting;
    private @Nullable PeerConnection connection;
    private boolean isAnswered;
    private boolean isPaused;

    /** {@code unreachable} is run when the peer cannot be connected to at one of its addresses. */
    RemoteRead(Intake intake, PeerConnections connections, Duration timeout, Runnable unreachable) {
        this.peer = intake.peer();
        this.intake = intake;
        this.connections = connections;
        this.timeout = timeout;
        this.unreachable = unreachable;
    }

    @Override
    public void start() {
        if (peer.addresses().isEmpty()) {
            intake.failed(String.valueOf(peer.noAddress()));
        } else {
            tryNextAddress();
        }
    }

    @Override
    public void pause() {
        isPaused = true;
        if (connection != null) {
            connection.pause();
        }
    }

    @Override
    public void resume() {
        isPaused = false;
        if (connection != null) {
            connection.resume();
        }
    }

    @Override
    public void abandon() {
        if (connecting != null) {
            connecting.cancel();
            connecting = null;
        }
        if (connection != null) {
            connection.abandon();
            connection = null;
        }
    }

    @Override
    public String expire() {
        boolean isConnecting = connecting != null;
        abandon();
        var time = Reason.time(timeout);
        if (isConnecting) {
            unreachable.run();
            return "no connection within " + time + where();
        }
        return isAnswered ? "its data did not end within " + time : "no answer within " + time;
    }

    @Override
    public void connected(PeerConnection made) {
        connecting = null;
        use(made);
    }

    @Override
    public void notConnected(Throwable cause) {
        connecting = null;
        unreachable.run();
        if (nextAddress < peer.addresses().size()) {
            tryNextAddress();
        } else if (cause instanceof ConnectTimeoutException) {
            intake.failed("no connection within " + Reason.time(share()) + where());
        } else {
            intake.failed(Reason.of(cause) + where());
        }
    }

    @Override
    public void response(HttpResponse response) {
        isAnswered = true;
        if (response.status().equals(HttpResponseStatus.OK)) {
            intake.started(DataHeaders.read(response));
        } else {
            abandon();
            intake.failed("HTTP " + Reason.printable(response.status().toString()));
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        intake.bytes(bytes);
    }

    @Override
    public void end() {
        connection = null;
        intake.ended();
    }

    @Override
    public void broken(String reason) {
        var broken = connection;
        connection = null;
        if (broken != null && broken.isReused() && !isAnswered) {
            connect(broken.route());
        } else {
            intake.failed(reason);
        }
    }

    private void tryNextAddress() {
        var next = connections.route(peer, peer.addresses().get(nextAddress++));
        var kept = connections.takeIdle(next);
        route = next;
        if (kept != null) {
            use(kept);
        } else {
            connect(next);
        }
    }

    private void connect(PeerRoute to) {
        var opening = connections.connect(to, share(), this);
        // It may fail at once and lead to the next address: then this is not the one any more when it returns.
        connecting = opening;
        opening.start();
    }

    private void use(PeerConnection found) {
        connection = found;
        found.send(this);
        if (isPaused) {
            found.pause();
        }
    }

    /** Each address gets its part of the time, so that the last one gets a try as well. */
    private Duration share() {
        return timeout.dividedBy(peer.addresses().size());
    }

    private String where() {
        return route == null ? "" : " (" + Reason.address(route.address()) + ")";
    }
}

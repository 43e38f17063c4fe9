package io.kubia.controller.api;

import io.kubia.controller.api.format.Renderer;
import io.kubia.controller.api.http.HttpServer;
import io.kubia.controller.api.table.Tables;
import io.kubia.controller.api.watch.Watches;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The API, listening. */
public final class ApiServer implements AutoCloseable {
    private final Watches watches;
    private final HttpServer server;

    private ApiServer(Watches watches, HttpServer server) {
        this.watches = watches;
        this.server = server;
    }

    /**
     * Starts to listen.
     *
     * @throws IOException the address cannot be listened on, or the certificate cannot be read; the message says what to do
     */
    public static ApiServer start(ApiConfig config, ApiParts parts) throws IOException {
        var renderer = new Renderer(new Tables(parts.columns()), parts.clock());
        var watches = new Watches(config.watch(), parts.store(), renderer, parts.metrics());
        var objects = new ObjectRoutes(parts, renderer, watches);
        var routes = new Routes(config, parts, objects);
        return new ApiServer(watches, HttpServer.start(config.http(), routes, parts.metrics(), parts.clock()));
    }

    /** Where it listens, with the port that was chosen if none was given. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Ends the watches, lets other requests finish for a moment, and stops. */
    @Override
    public void close() {
        watches.close();
        server.close();
    }
}

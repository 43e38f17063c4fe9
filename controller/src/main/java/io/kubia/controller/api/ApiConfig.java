package io.kubia.controller.api;

import io.kubia.controller.api.http.HttpConfig;
import io.kubia.controller.api.watch.WatchConfig;

/**
 * What the API is told.
 *
 * @param version of kubia, as {@code kubectl version} shows it
 */
public record ApiConfig(HttpConfig http, WatchConfig watch, String version) {
    /** The defaults for an address. */
    public static ApiConfig of(java.net.InetSocketAddress listen, String version) {
        return new ApiConfig(HttpConfig.of(listen), WatchConfig.DEFAULT, version);
    }

    public ApiConfig withHttp(HttpConfig other) {
        return new ApiConfig(other, watch, version);
    }

    public ApiConfig withWatch(WatchConfig other) {
        return new ApiConfig(http, other, version);
    }
}

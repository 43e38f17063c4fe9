package io.kubia.controller.api.proxy;

import io.kubia.controller.model.ObjectKey;

/**
 * Where a proxied request goes, as the path says: {@code [scheme:]NAME[:PORT]/proxy/REST}.
 *
 * @param key the pod or the service; it may not be there
 * @param scheme http or https; empty when not given
 * @param port a number or a name; empty when not given
 * @param path what comes after {@code /proxy}, as it was sent, not decoded; it begins with a slash
 * @param query what comes after the question mark, not decoded; empty when there is none
 */
public record ProxyTarget(ObjectKey key, String scheme, String port, String path, String query) {
    /** The target of the request to the other side: path and query. */
    public String uri() {
        return query.isEmpty() ? path : path + "?" + query;
    }
}

package io.kubia.controller.proxy.http;

import io.kubia.controller.api.proxy.ProxyTarget;
import io.kubia.controller.proxy.Backend;

/**
 * How links of a pod's answer lead through the proxy again, as Kubernetes has it: those to the pod itself that begin at its
 * root, and no others.
 *
 * @param prefix what stands in front of the pod's own paths
 * @param path that was asked for, the prefix with it
 * @param backend of the pod: address and port
 * @param host as the client named it
 */
record Links(String prefix, String path, String backend, String host) {
    /** For a request by its target as it was sent. */
    static Links of(String uri, ProxyTarget target, Backend backend, String host) {
        var path = pathOf(uri);
        var prefix = path.endsWith(target.path())
                ? path.substring(0, path.length() - target.path().length())
                : path;
        return new Links(prefix, path, backend.toString(), host);
    }

    /** The path of a request's target, in origin form or in absolute form. */
    static String pathOf(String uri) {
        int question = uri.indexOf('?');
        var whole = question < 0 ? uri : uri.substring(0, question);
        int authority = whole.indexOf("://");
        if (whole.startsWith("/") || authority < 0) {
            return whole;
        }
        int slash = whole.indexOf('/', authority + 3);
        return slash < 0 ? "/" : whole.substring(slash);
    }

    /** The link as the client can follow it. */
    String rewrite(String link) {
        int begin = authority(link);
        if (begin < 0) {
            return link.startsWith("/") ? below(link) : link;
        }
        int end = begin;
        while (end < link.length() && "/?#".indexOf(link.charAt(end)) < 0) {
            end++;
        }
        var named = link.substring(begin, end);
        boolean isOurs = named.equals(backend) || named.equals(host);
        return isOurs && link.startsWith("/", end) ? below(link.substring(end)) : link;
    }

    private String below(String path) {
        return path.startsWith(prefix + "/") || path.equals(prefix) ? path : prefix + path;
    }

    /** Where the authority of a link begins; -1 when it has none. */
    private static int authority(String link) {
        if (link.startsWith("//")) {
            return 2;
        }
        if (link.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return link.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }
}

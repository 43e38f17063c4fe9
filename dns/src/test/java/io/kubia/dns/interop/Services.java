package io.kubia.dns.interop;

/** What the servers here serve: a StatefulSet's headless service, a service of each other kind, and a large one. */
final class Services {
    /** More than fit into any datagram. */
    static final int MANY = 200;

    private Services() {}

    static String yaml() {
        var text = new StringBuilder("""
                apiVersion: v1
                kind: Service
                metadata: {name: kubia}
                spec: {clusterIP: None}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: api}
                spec:
                  clusterIP: 10.43.0.10
                  clusterIPs: [10.43.0.10, "fd00:43::a"]
                  ports: [{name: https, port: 443}]
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: alias}
                spec: {type: ExternalName, externalName: api.default.svc.cluster.local}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: many}
                spec: {clusterIP: None}
                """);
        slice(text, "kubia", 3, 42);
        slice(text, "many", MANY, 44);
        return text.toString();
    }

    private static void slice(StringBuilder text, String service, int endpoints, int network) {
        text.append("""
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-1, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: http, port: 8080}]
                endpoints:
                """.formatted(service));
        for (int i = 0; i < endpoints; i++) {
            text.append("- {addresses: [10.%d.0.%d], hostname: %s-%d}%n".formatted(network, i + 3, service, i));
        }
    }
}

package io.kubia.controller.proxy.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.endpoint.Pods;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.model.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListeningTest {
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            shop | type: ClusterIP, clusterIP: 127.96.0.9 | [{port: 80}] | - | 127.96.0.9:80
            shop | type: ClusterIP, clusterIP: None | [{port: 80}] | - |
            shop | type: ClusterIP, clusterIP: 10.43.0.9 | [{port: 80}] | - |
            shop | type: ExternalName, externalName: x | [{port: 80}] | - |
            shop | type: ClusterIP, clusterIP: 127.96.0.9 | [{port: 53, protocol: UDP}, {name: t, port: 53}] | - | 127.96.0.9:53
            shop | type: LoadBalancer, clusterIP: 127.96.0.9 | [{port: 80, nodePort: 30080}] | - | 127.96.0.9:80 127.0.0.1:8080 127.0.0.1:30080
            shop | type: LoadBalancer, clusterIP: 127.96.0.9, loadBalancerClass: other | [{port: 80}] | - | 127.96.0.9:80
            shop | type: NodePort, clusterIP: 127.96.0.9 | [{port: 80, nodePort: 30080}] | - | 127.96.0.9:80 127.0.0.1:30080
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{port: 80}] | - | 127.96.0.9:80 127.0.0.1:8080
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{name: a, port: 443}, {name: b, port: 5432}] | - | 127.96.0.9:443 127.0.0.1:8443 127.96.0.9:5432 127.0.0.1:5432
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{port: 80}] | 9000 | 127.96.0.9:80 127.0.0.1:9000
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{name: a, port: 80}, {name: b, port: 81}] | b=9001 | 127.96.0.9:80 127.0.0.1:8080 127.96.0.9:81 127.0.0.1:9001
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{name: a, port: 80}, {name: b, port: 81}] | a=9000, b=9001 | 127.96.0.9:80 127.0.0.1:9000 127.96.0.9:81 127.0.0.1:9001
            kubia-public | type: ClusterIP, clusterIP: 127.96.0.9 | [{port: 80}] | zero | 127.96.0.9:80 127.0.0.1:8080
            """)
    void everyPortHasItsPlaces(String name, String spec, String ports, String localPort, String expected) {
        var places = Listening.of(service(name, spec, ports, localPort), ServiceProxyConfig.DEFAULT).stream()
                .map(Listening::place)
                .toList();

        assertThat(String.join(" ", places)).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void elsewhereClusterAddressesAreLeftToOthers() {
        var service = service("shop", "type: LoadBalancer, clusterIP: 127.96.0.9", "[{port: 80}]", null);

        assertThat(Listening.of(service, ServiceProxyConfig.DEFAULT.withClusterAddresses(false)))
                .extracting(Listening::place)
                .containsExactly("127.0.0.1:8080");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"'0'", "'65536'", "'http=80,x'", "'nobody=80'", "''", "'a=b'"})
    void anAnnotationThatSaysNoPortIsAProblem(String text) {
        var service = service("kubia-public", "type: ClusterIP", "[{name: http, port: 80}]", text);

        assertThat(LocalPorts.of(service).problem())
                .isEqualTo(
                        "kubia.dev/local-port: " + text + " (expected: a port from 1 to 65535, or PORT-NAME=PORT,...)");
    }

    private static Service service(
            String name, String spec, String ports, @org.jspecify.annotations.Nullable String localPort) {
        var object = Pods.object(ResourceTypes.SERVICE, """
                metadata: {name: %s, namespace: default}
                spec: {%s, ports: %s}
                """.formatted(name, spec, ports));
        return Service.of(localPort == null ? object : object.withAnnotation(LocalPorts.ANNOTATION, localPort));
    }
}

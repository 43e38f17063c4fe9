package io.kubia.controller.kubelet.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.JsonException;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.json.YamlText;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceType;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Write;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private final MemoryObjectStore store = new MemoryObjectStore();

    @BeforeEach
    void fill() {
        put(ResourceTypes.CONFIG_MAP, "{metadata: {name: cm, namespace: default}, data: {a: one, b: two}}");
        put(ResourceTypes.SECRET, "{metadata: {name: s, namespace: default}, data: {password: c2VjcmV0}}");
    }

    private void put(ResourceType type, String yaml) {
        store.write(new Write.Create(KubeObject.of(type, yaml(yaml)))).join();
    }

    private static JsonObject yaml(String text) {
        try {
            return YamlText.parseAll(text).getFirst().asObject();
        } catch (JsonException e) {
            throw new AssertionError(e);
        }
    }

    private Map<String, String> environment(String container) throws MissingException {
        var pod = KubeObject.of(
                ResourceTypes.POD,
                yaml("{metadata: {name: kubia-0, namespace: default, uid: u, labels: {app: kubia, 'x/y': z}, "
                        + "annotations: {note: hi}}, spec: {nodeName: here, serviceAccountName: sa}}"));
        var facts = new PodFacts(pod, "127.244.0.1", "192.0.2.2", new PodFacts.NodeResources(2000, 1L << 30));
        return Environment.of(store.now(), facts, yaml(container));
    }

    @Test
    void valuesReferToEarlierOnes() throws MissingException {
        assertThat(environment("{env: [{name: A, value: x}, {name: B, value: '$(A)-$(C)-$$(A)'}, {name: D}]}"))
                .containsExactly(Map.entry("A", "x"), Map.entry("B", "x-$(C)-$(A)"), Map.entry("D", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.name, kubia-0",
        "metadata.namespace, default",
        "metadata.uid, u",
        "metadata.labels['app'], kubia",
        "metadata.labels['x/y'], z",
        "metadata.labels['none'], ''",
        "metadata.annotations['note'], hi",
        "spec.nodeName, here",
        "spec.serviceAccountName, sa",
        "status.podIP, 127.244.0.1",
        "status.podIPs, 127.244.0.1",
        "status.hostIP, 192.0.2.2",
    })
    void fieldsOfThePod(String path, String value) throws MissingException {
        assertThat(environment("{env: [{name: A, valueFrom: {fieldRef: {fieldPath: \"" + path + "\"}}}]}"))
                .containsEntry("A", value);
    }

    @ParameterizedTest
    @CsvSource({
        "limits.cpu, '', 1",
        "limits.cpu, 1m, 500",
        "limits.memory, 1Mi, 64",
        "requests.memory, '', 67108864",
        "requests.cpu, 1m, 250",
    })
    void resources(String resource, String divisor, String value) throws MissingException {
        assertThat(environment("{resources: {limits: {cpu: 500m, memory: 64Mi}, requests: {cpu: 250m}}, "
                        + "env: [{name: A, valueFrom: {resourceFieldRef: {resource: " + resource + ", divisor: '"
                        + divisor
                        + "'}}}]}"))
                .containsEntry("A", value);
    }

    @Test
    void withoutALimitItIsTheNodes() throws MissingException {
        assertThat(environment("{env: [{name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}, "
                        + "{name: B, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}]}"))
                .containsEntry("A", "2")
                .containsEntry("B", "1024");
    }

    @Test
    void keysAndWholeSources() throws MissingException {
        assertThat(environment("{envFrom: [{prefix: P_, configMapRef: {name: cm}}, {secretRef: {name: s}}], env: ["
                        + "{name: A, valueFrom: {configMapKeyRef: {name: cm, key: a}}}, "
                        + "{name: S, valueFrom: {secretKeyRef: {name: s, key: password}}}, "
                        + "{name: O, valueFrom: {secretKeyRef: {name: s, key: none, optional: true}}}, "
                        + "{name: N, valueFrom: {configMapKeyRef: {name: none, key: a, optional: true}}}]}"))
                .containsExactly(
                        Map.entry("P_a", "one"),
                        Map.entry("P_b", "two"),
                        Map.entry("password", "secret"),
                        Map.entry("A", "one"),
                        Map.entry("S", "secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: a}}}]} | configmap \"none\" not found",
                "{env: [{name: A, valueFrom: {secretKeyRef: {name: none, key: a}}}]} | secret \"none\" not found",
                "{env: [{name: A, valueFrom: {configMapKeyRef: {name: cm, key: c}}}]} | couldn't find key c in ConfigMap default/cm",
                "{env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: c}}}]} | couldn't find key c in Secret default/s",
                "{envFrom: [{configMapRef: {name: none}}]} | configmap \"none\" not found",
            })
    void whatIsMissingIsSaidInKubernetesWords(String container, String message) {
        assertThatThrownBy(() -> environment(container))
                .isInstanceOf(MissingException.class)
                .hasMessage(message);
    }

    @Test
    void servicesAreFoundByVariables() throws MissingException {
        put(
                ResourceTypes.SERVICE,
                "{metadata: {name: kubia-public, namespace: default}, spec: {clusterIP: 127.96.0.9, ports: ["
                        + "{name: http, port: 80, protocol: TCP}, {port: 53, protocol: UDP}]}}");
        put(
                ResourceTypes.SERVICE,
                "{metadata: {name: kubia, namespace: default}, spec: {clusterIP: None, ports: [{port: 80}]}}");
        assertThat(environment("{}"))
                .containsExactly(
                        Map.entry("KUBIA_PUBLIC_SERVICE_HOST", "127.96.0.9"),
                        Map.entry("KUBIA_PUBLIC_SERVICE_PORT", "80"),
                        Map.entry("KUBIA_PUBLIC_SERVICE_PORT_HTTP", "80"),
                        Map.entry("KUBIA_PUBLIC_PORT", "tcp://127.96.0.9:80"),
                        Map.entry("KUBIA_PUBLIC_PORT_80_TCP", "tcp://127.96.0.9:80"),
                        Map.entry("KUBIA_PUBLIC_PORT_80_TCP_PROTO", "tcp"),
                        Map.entry("KUBIA_PUBLIC_PORT_80_TCP_PORT", "80"),
                        Map.entry("KUBIA_PUBLIC_PORT_80_TCP_ADDR", "127.96.0.9"),
                        Map.entry("KUBIA_PUBLIC_PORT_53_UDP", "udp://127.96.0.9:53"),
                        Map.entry("KUBIA_PUBLIC_PORT_53_UDP_PROTO", "udp"),
                        Map.entry("KUBIA_PUBLIC_PORT_53_UDP_PORT", "53"),
                        Map.entry("KUBIA_PUBLIC_PORT_53_UDP_ADDR", "127.96.0.9"));
    }

    @ParameterizedTest
    @CsvSource({"500m, 0.500", "64Mi, 67108864", "1k, 1000", "1e3, 1E+3", "2, 2", "1.5Gi, 1610612736.0", "5n, 5E-9"})
    void quantities(String text, String value) {
        assertThat(Quantity.parse(text)).isEqualByComparingTo(new BigDecimal(value));
    }
}

package io.kubia.controller.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.kubelet.env.PodFacts.NodeResources;
import io.kubia.controller.kubelet.pod.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KubeletConfigTest {
    private static final NodeResources RESOURCES = new NodeResources(2000, 1);

    @Test
    void everyDefault() {
        assertThat(KubeletConfig.of("here", "192.0.2.2", RESOURCES))
                .isEqualTo(new KubeletConfig("here", "192.0.2.2", "cluster.local", RESOURCES, Timings.DEFAULT, 16));
        assertThat(Timings.DEFAULT)
                .isEqualTo(new Timings(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(122),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5)));
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> KubeletConfig.of("", "192.0.2.2", RESOURCES))
                .hasMessage("node: empty (expected: the name of our node)");
        assertThatThrownBy(() -> new KubeletConfig("here", "h", "c", RESOURCES, Timings.DEFAULT, 0))
                .hasMessage("starts-at-once: 0 (expected: >= 1)");
    }
}

package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that may be shown as they are. */
class HostNameTest {
    private static final String LABEL = "a123456789012345678901234567890123456789012345678901234567890123";

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.", "kubia-0.kubia.default.svc.cluster.local", "A_b.C-d", "172-0-0-2.x", "-.-"})
    void accepts(String name) {
        assertThat(HostName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a..b", ".a", "a b", "a\nb", "a\\032b", "ä", "a:b", "a/b", "*", "a\u0000"})
    void rejects(String name) {
        assertThat(HostName.isValid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 64})
    void aLabelHasAtMost63Letters(int length) {
        assertThat(HostName.isValid("x." + LABEL.substring(0, length))).isEqualTo(length <= 63);
    }

    @ParameterizedTest
    @ValueSource(ints = {252, 253, 254})
    void aNameHasAtMost253Letters(int length) {
        var name = (LABEL.substring(0, 63) + ".").repeat(4).substring(0, length - 2) + ".a";
        assertThat(name).hasSize(length);
        assertThat(HostName.isValid(name.replace("..", ".a"))).isEqualTo(length <= 253);
    }
}

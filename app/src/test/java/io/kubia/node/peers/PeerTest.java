package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers and their order. */
class PeerTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            kubia-0.kubia.default.svc.cluster.local, 0
            kubia-12.kubia, 12
            kubia-12, 12
            a-b-7.x, 7
            kubia-999999999, 999999999
            kubia-1000000000.x,
            kubia.x-1,
            kubia-.x,
            kubia-1a.x,
            12.x,
            -3.x, 3
            kubia.default,
            """)
    void ordinals(String name, Integer ordinal) {
        assertThat(peer(name).ordinal()).isEqualTo(ordinal == null ? OptionalInt.empty() : OptionalInt.of(ordinal));
    }

    @Test
    void theOrderIsThatOfOrdinalsThenOfNames() {
        var names = List.of("a-0.x", "b-0.x", "a-2.x", "a-10.x", "a.x", "B.x", "c-x.x");
        assertThat(names.reversed().stream().map(PeerTest::peer).sorted().map(Peer::name))
                .containsExactlyElementsOf(names);
    }

    @Test
    void aLabelIsTheFirstWhateverTheCaseOfItsLetters() {
        assertThat(Stream.of("kubia-1", "KUBIA-1").allMatch(peer("Kubia-1.kubia")::isLabelled))
                .isTrue();
        assertThat(Stream.of("kubia", "kubia-11", "kubia-1.kubia.x").noneMatch(peer("kubia-1.kubia")::isLabelled))
                .isTrue();
        assertThat(peer("kubia-1").isLabelled("kubia-1")).isTrue();
        assertThat(peer("kubia-1.kubia").label()).isEqualTo("kubia-1");
    }

    @Test
    void aPeerHasAddressesOrAReasonWhyNot() {
        assertThatThrownBy(() -> new Peer("a", List.of(), 80, null))
                .hasMessage("noAddress: null (expected: a reason if and only if there are no addresses)");
    }

    private static Peer peer(String name) {
        return new Peer(name, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80)), 80, null);
    }
}

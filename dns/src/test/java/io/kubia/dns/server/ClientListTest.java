package io.kubia.dns.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientListTest {
    @ParameterizedTest(name = "{0} has {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.5 | 10.0.0.5 | true",
                "10.0.0.5 | 10.0.0.4 | false",
                "10.0.0.0/8 | 10.255.0.1 | true",
                "10.0.0.0/8 | 11.0.0.1 | false",
                "10.0.0.0/31 | 10.0.0.1 | true",
                "10.0.0.0/31 | 10.0.0.2 | false",
                "10.0.128.0/17 | 10.0.200.1 | true",
                "10.0.128.0/17 | 10.0.127.1 | false",
                "0.0.0.0/0 | 255.255.255.255 | true",
                "0.0.0.0/0 | ::1 | false",
                "fd00::/12 | fd0f::1 | true",
                "fd00::/12 | fd10::1 | false",
                "::1 | ::1 | true",
                "::ffff:10.0.0.1 | 10.0.0.1 | true",
                "10.0.0.1, 10.0.0.2/32,::1 | 10.0.0.2 | true",
            })
    void hasClients(String list, String client, boolean has) {
        assertThat(ClientList.parse(list).contains(InetAddress.ofLiteral(client)))
                .isEqualTo(has);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"", "a", "10.0.0.1,", "10.0.0.1/", "10.0.0.1/33", "::/129", "10.0.0.1/-1", "10.0.0.1/8/8", "10.1"
            })
    void whatIsNoneIsRefused(String list) {
        assertThatThrownBy(() -> ClientList.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ");
    }
}

package io.kubia.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Failures in words. */
class ReasonTest {
    @Test
    void connectionErrorsHaveTheSameWordsWhoeverReportsThem() {
        assertThat(Reason.of(new ConnectException("Connection refused: /127.0.0.1:1")))
                .isEqualTo("connection refused");
        assertThat(Reason.of(new IOException("connect(..) failed with error(-111): Connection refused")))
                .isEqualTo("connection refused");
        assertThat(Reason.of(new PortUnreachableException())).isEqualTo("connection refused");
        assertThat(Reason.of(new NoRouteToHostException("x"))).isEqualTo("no route to host");
        assertThat(Reason.of(new IOException("connect(..): Network is unreachable")))
                .isEqualTo("network unreachable");
        assertThat(Reason.of(new IOException("Connection reset by peer"))).isEqualTo("connection reset");
        assertThat(Reason.of(new IOException("Broken pipe"))).isEqualTo("connection reset");
        assertThat(Reason.of(new ConnectTimeoutException("x"))).isEqualTo("no connection");
        assertThat(Reason.of(new IOException("Too many\nopen files"))).isEqualTo("Too many?open files");
        assertThat(Reason.of(new IOException())).isEqualTo("IOException");
    }

    @Test
    void whatOthersHaveSentIsShortAndOfOneLine() {
        assertThat(Reason.printable("a\r\nb\tc\u0000\u001b[31m\u0085\u2028d\ud800"))
                .isEqualTo("a??b?c??[31m??d?");
        assertThat(Reason.printable("schön 🐘")).isEqualTo("schön 🐘");
        assertThat(Reason.printable("x".repeat(1_000))).hasSize(200);
    }

    @Test
    void addressesAndTimes() {
        assertThat(Reason.address(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.3"), 8080)))
                .isEqualTo("10.0.0.3:8080");
        assertThat(Reason.address(new InetSocketAddress(InetAddress.ofLiteral("fd00::1"), 80)))
                .isEqualTo("[fd00:0:0:0:0:0:0:1]:80");
        assertThat(Reason.address(InetSocketAddress.createUnresolved("a\nb", 80)))
                .isEqualTo("a?b:80");
        assertThat(Reason.time(Duration.ofSeconds(3))).isEqualTo("3 s");
        assertThat(Reason.time(Duration.ofMillis(1_500))).isEqualTo("1500 ms");
    }
}

package io.kubia.dns.dig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.role.settings.UsageException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

@SuppressWarnings("AddressSelection") // literals
class CommandLineTest {
    @Test
    void defaults() throws Exception {
        var command = parse("kubia");
        assertThat(command.server().address()).isEqualTo(new InetSocketAddress("127.0.0.1", 10053));
        assertThat(command.server().isGiven()).isFalse();
        assertThat(command.parts()).isEqualTo(Part.all());
        assertThat(command.isShort()).isFalse();
        var question = command.question();
        assertThat(question.name()).isEqualTo(Name.fromString("kubia."));
        assertThat(question.type()).isEqualTo(Type.A);
        assertThat(question.dnsClass()).isEqualTo(DClass.IN);
        assertThat(question.isTcp()).isFalse();
        assertThat(question.udpPayload()).hasValue(1232);
        assertThat(question.wantsRecursion()).isTrue();
        assertThat(question.wantsDnssec()).isFalse();
        assertThat(question.sendsCookie()).isTrue();
        assertThat(question.ignoresTruncation()).isFalse();
        assertThat(question.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(question.tries()).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a.b SRV @127.0.0.1",
                "@127.0.0.1 SRV a.b",
                "srv a.b @127.0.0.1 IN",
                "a.b -t srv @127.0.0.1",
                "-q a.b -tSRV @127.0.0.1:53"
            })
    void wordsComeInAnyOrder(String words) throws Exception {
        var command = parse(words);
        assertThat(command.question().name()).isEqualTo(Name.fromString("a.b."));
        assertThat(command.question().type()).isEqualTo(Type.SRV);
        assertThat(command.server().address()).isEqualTo(new InetSocketAddress("127.0.0.1", 53));
        assertThat(command.server().isGiven()).isTrue();
    }

    @Test
    void aServerHasAPortInOneOfThreeWays() throws Exception {
        assertThat(parse("k @127.0.0.1:5353").server().place()).isEqualTo("127.0.0.1#5353");
        assertThat(parse("k @::1").server().place()).isEqualTo("::1#53");
        assertThat(parse("k @[::1]:5353").server().place()).isEqualTo("::1#5353");
        assertThat(parse("k @::1 -p 5353").server().place()).isEqualTo("::1#5353");
        assertThat(parse("k -p 5353").server().place()).isEqualTo("127.0.0.1#5353");
        var environment = Map.of("KUBIA_DIG_SERVER", "127.0.0.9:54");
        assertThat(CommandLine.parse(List.of("k"), environment).server().place())
                .isEqualTo("127.0.0.9#54");
        assertThat(CommandLine.parse(List.of("k", "@::1"), environment).server().place())
                .isEqualTo("::1#53");
    }

    @Test
    void tcpIsAskedForOrNeeded() throws Exception {
        assertThat(parse("k --tcp").question().isTcp()).isTrue();
        assertThat(parse("k +tcp").question().isTcp()).isTrue();
        assertThat(parse("k +tcp +notcp").question().isTcp()).isFalse();
        assertThat(parse("k ANY").question().isTcp()).isTrue();
        assertThat(parse("k ANY +notcp").question().isTcp()).isFalse();
        assertThat(parse("k AXFR").question().isTcp()).isTrue();
    }

    @Test
    void partsAreGivenAndTaken() throws Exception {
        assertThat(parse("k +noall +answer").parts()).containsExactly(Part.ANSWER);
        assertThat(parse("k +nostats").parts()).doesNotContain(Part.STATS).hasSize(Part.values().length - 1);
        assertThat(parse("k +noall +all").parts()).isEqualTo(Part.all());
    }

    @Test
    void addressesAreTurnedIntoNames() throws Exception {
        var question = parse("-x 10.42.0.3").question();
        assertThat(question.name()).isEqualTo(Name.fromString("3.0.42.10.in-addr.arpa."));
        assertThat(question.type()).isEqualTo(Type.PTR);
        assertThat(parse("-x ::1").question().name().toString()).endsWith(".0.ip6.arpa.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "+short | no name (expected: kubia dig NAME [TYPE] [@SERVER])",
                "k b | b: a second name (expected: one)",
                "-x a.b | -x: a.b (expected: an IP address)",
                "k -t NOSUCH | -t: NOSUCH (expected: a type such as SRV)",
                "k -c NOSUCH | -c: NOSUCH (expected: a class: IN, CH or HS)",
                "k -p 0 | -p: 0 (expected: a number from 1 to 65535)",
                "k -p | -p: no value (see: kubia dig --help)",
                "k --udp | --udp: there is no such flag (see: kubia dig --help)",
                "k +nosuch | +nosuch: there is no such option (see: kubia dig --help)",
                "k +time=0 | +time: 0 (expected: a number from 1 to 300)",
                "k +tries=x | +tries: x (expected: a number from 1 to 100)",
                "k +bufsize=1 | +bufsize: 1 (expected: a number from 512 to 4096)",
                "k @ | @:  (expected: an address or a name)",
                "k @nosuch.invalid | @: nosuch.invalid (expected: an address, or a name that can be found)",
            })
    void wrongWordsAreNamedWithWhatWasExpected(String words, String message) {
        assertThatThrownBy(() -> parse(words))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void namesThatAreNone() {
        assertThatThrownBy(() -> parse("a..b"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("a..b: ")
                .hasMessageEndingWith("(expected: a DNS name)");
    }

    private static Command parse(String words) throws UsageException {
        return CommandLine.parse(Arrays.asList(words.split(" ", -1)), Map.of());
    }
}

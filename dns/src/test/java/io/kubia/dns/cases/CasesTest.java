package io.kubia.dns.cases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.dns.answer.Verdict;
import io.kubia.dns.cases.CaseFile.Cluster;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class CasesTest {
    private static final Map<Cluster, Asking> CLUSTERS = new HashMap<>();

    static Stream<Case> cases() throws IOException, URISyntaxException {
        var directory =
                Path.of(requireNonNull(CasesTest.class.getResource("/cases")).toURI());
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream()
                    .flatMap(file -> CaseFile.read(file).stream());
        }
    }

    @Test
    void thereAreHundreds() throws IOException, URISyntaxException {
        assertThat(cases().count()).isGreaterThan(300);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isAnsweredAsWritten(Case one) throws IOException {
        var asking = CLUSTERS.computeIfAbsent(one.cluster(), Asking::new);
        var outcome = asking.ask(one);
        var message = new Message(outcome.bytes);

        assertThat(Rcode.string(message.getRcode())).isEqualTo(one.rcode());
        assertThat(flags(message)).isEqualTo(one.flags());
        assertThat(records(message, Section.ANSWER)).isEqualTo(one.sections().get(0));
        assertThat(records(message, Section.AUTHORITY)).isEqualTo(one.sections().get(1));
        assertThat(records(message, Section.ADDITIONAL))
                .isEqualTo(one.sections().get(2));
        assertThat(outcome.verdict == Verdict.FORWARD ? asking.forwarded() : null)
                .isEqualTo(one.forward());
        checkHead(one, outcome.query, outcome.bytes, message);
    }

    /** What holds for every answer: it belongs to the question, repeats it byte for byte, and is within its limit. */
    private static void checkHead(Case one, byte[] query, byte[] bytes, Message message) {
        int questionLength = message.getQuestion().getName().length() + 4;
        assertThat(Arrays.copyOf(bytes, 2)).isEqualTo(Arrays.copyOf(query, 2));
        assertThat(Arrays.copyOfRange(bytes, 12, 12 + questionLength))
                .isEqualTo(Arrays.copyOfRange(query, 12, 12 + questionLength));
        assertThat(message.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(message.getHeader().getFlag(Flags.RD)).isEqualTo(!one.has("nord"));
        assertThat(message.getHeader().getFlag(Flags.CD)).isEqualTo(one.has("cd"));
        assertThat(message.getOPT() != null).isEqualTo(!one.has("noedns"));
        if (message.getOPT() != null) {
            assertThat(message.getOPT().getVersion()).isZero();
            assertThat(message.getOPT().getPayloadSize()).isEqualTo(1232);
            assertThat((message.getOPT().getFlags() & 0x8000) != 0).isEqualTo(one.has("do"));
        }
        int limit = one.has("noedns") ? 512 : Math.clamp(Integer.parseInt(one.option("bufsize", "1232")), 512, 1232);
        assertThat(bytes.length).isLessThanOrEqualTo(one.has("tcp") ? 65535 : limit);
    }

    private static List<String> flags(Message message) {
        return Stream.of("aa", "ad", "ra", "tc")
                .filter(flag -> message.getHeader().getFlag(Flags.value(flag)))
                .toList();
    }

    private static List<String> records(Message message, int section) {
        return message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(Record::toString)
                .sorted()
                .toList();
    }
}

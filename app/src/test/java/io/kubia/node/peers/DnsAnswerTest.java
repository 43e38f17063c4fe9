package io.kubia.node.peers;

import static io.kubia.node.peers.DnsText.message;
import static io.kubia.node.peers.DnsText.name;
import static io.kubia.node.peers.DnsText.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/** Answers of DNS servers, in the words of zone files, and what they mean. */
class DnsAnswerTest {
    private static final List<Record> NONE = List.of();

    @Test
    void anAnswerWithRecordsIsUsable() {
        var answer = answer(Rcode.NOERROR, records("@ SRV 0 50 80 kubia-0"), NONE, NONE);
        assertThat(answer.unusable()).isNull();
        assertThat(answer.isNoSuchName()).isFalse();
        assertThat(answer.answers(name("@"), SRVRecord.class)).hasSize(1);
    }

    @Test
    void noDataIsUsableWithAndWithoutAnSoaRecord() {
        var withSoa = answer(Rcode.NOERROR, NONE, List.of(DnsText.soa()), NONE);
        assertThat(withSoa.unusable()).isNull();
        assertThat(withSoa.saysNoData()).isTrue();
        var without = answer(Rcode.NOERROR, NONE, NONE, NONE);
        assertThat(without.unusable()).isNull();
        assertThat(without.saysNoData()).isFalse();
    }

    @Test
    void noSuchNameIsUsable() {
        var answer = answer(Rcode.NXDOMAIN, NONE, List.of(DnsText.soa()), NONE);
        assertThat(answer.unusable()).isNull();
        assertThat(answer.isNoSuchName()).isTrue();
    }

    @Test
    void aReferralIsNoAnswer() {
        assertThat(answer(Rcode.NOERROR, NONE, records("@ NS elsewhere"), NONE).unusable())
                .isEqualTo("it refers to other servers");
        // With the SOA record it is NODATA (RFC 2308, section 2.2, type 1).
        assertThat(answer(Rcode.NOERROR, NONE, records("@ NS elsewhere", "@ SOA ns h 1 2 3 4 5"), NONE)
                        .unusable())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.NOTIMP, Rcode.FORMERR, Rcode.NOTAUTH})
    void errorsAreNoAnswer(int rcode) {
        assertThat(answer(rcode, NONE, NONE, NONE).unusable()).isEqualTo(Rcode.string(rcode));
    }

    @Test
    void aliasesAreFollowedToTheirEnd() {
        var answer = answer(
                Rcode.NOERROR,
                records("a 30 CNAME b", "@ 60 CNAME a", "b 40 SRV 0 0 80 kubia-0", "@ 50 SRV 0 0 80 wrong"),
                NONE,
                NONE);
        var alias = answer.follow(name("@"));
        assertThat(alias).isEqualTo(new DnsAnswer.Alias(name("b"), 30));
        assertThat(answer.answers(alias.name(), SRVRecord.class))
                .extracting(SRVRecord::getTarget)
                .containsExactly(name("kubia-0"));
    }

    @Test
    void aLoopOfAliasesEnds() {
        var answer = answer(Rcode.NOERROR, records("@ CNAME a", "a CNAME @"), NONE, NONE);
        assertThat(answer.answers(answer.follow(name("@")).name(), SRVRecord.class))
                .isEmpty();
    }

    @Test
    void addressesOfBothKindsAreFoundBehindAliases() {
        var answer = answer(
                Rcode.NOERROR,
                records("p 9 CNAME q", "q 7 A 10.0.0.1", "q 8 AAAA fd00::1", "other A 10.0.0.9"),
                NONE,
                NONE);
        assertThat(answer.addresses(name("p")))
                .isEqualTo(new DnsAnswer.Addresses(
                        List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fd00::1")), 7));
        assertThat(answer.addresses(name("nobody")).addresses()).isEmpty();
    }

    @Test
    void addressesThatNoNodeCanHaveAreLeftOut() {
        var answer = answer(
                Rcode.NOERROR,
                records("p A 0.0.0.0", "p A 224.0.0.1", "p AAAA ::", "p AAAA ff02::1", "p A 10.0.0.1"),
                NONE,
                NONE);
        assertThat(answer.addresses(name("p")).addresses()).containsExactly(InetAddress.ofLiteral("10.0.0.1"));
    }

    @Test
    void addressesOfOneNameAreBounded() {
        var many = new String[100];
        for (int i = 0; i < many.length; i++) {
            many[i] = "p A 10.0.0." + i;
        }
        assertThat(answer(Rcode.NOERROR, records(many), NONE, NONE)
                        .addresses(name("p"))
                        .addresses())
                .hasSize(8);
    }

    @Test
    void glueIsFoundByNameWhateverTheCaseOfItsLetters() {
        var glue = answer(
                        Rcode.NOERROR,
                        NONE,
                        NONE,
                        records(
                                "KUBIA-0 7 A 10.0.0.1",
                                "kubia-0 6 AAAA fd00::1",
                                "kubia-1 TXT x",
                                "kubia-0 9 A 10.0.0.1"))
                .glue();
        assertThat(glue).containsOnlyKeys(name("kubia-0"));
        assertThat(glue)
                .containsEntry(
                        name("Kubia-0"),
                        new DnsAnswer.Addresses(
                                List.of(InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("fd00::1")), 6));
    }

    @Test
    void aTtlWithItsHighestBitSetIsNone() throws IOException {
        var wire = records("@ 2147483647 A 10.0.0.1").getFirst().toWire(Section.ANSWER);
        assertThat(DnsAnswer.ttl(Record.fromWire(wire, Section.ANSWER))).isEqualTo(Integer.MAX_VALUE);
        // The TTL comes before the length and the four bytes of the address.
        wire[wire.length - 10] = (byte) 0xff;
        assertThat(DnsAnswer.ttl(Record.fromWire(wire, Section.ANSWER))).isZero();
    }

    @Test
    void truncationIsSeen() {
        var message = message(Rcode.NOERROR, NONE, NONE, NONE);
        assertThat(new DnsAnswer(message).isTruncated()).isFalse();
        message.getHeader().setFlag(Flags.TC);
        assertThat(new DnsAnswer(message).isTruncated()).isTrue();
    }

    private static DnsAnswer answer(int rcode, List<Record> answer, List<Record> authority, List<Record> additional) {
        return new DnsAnswer(message(rcode, answer, authority, additional));
    }
}

package io.kubia.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class PeerNamesTest {
    private static final Name SERVICE = Name.fromConstantString("kubia.default.svc.cluster.local.");
    private static final Name PEER = Name.fromConstantString("kubia-0.kubia.default.svc.cluster.local.");

    private PeerNames names;

    @BeforeEach
    void serve() throws IOException {
        names = PeerNames.serve(Map.of(PEER, new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080)));
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void theServiceHasItsPeersAndTheirAddresses() throws IOException {
        Message answer = ask(SERVICE, Type.SRV);

        assertThat(answer.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("0 50 8080 " + PEER);
        assertThat(answer.getSection(Section.ADDITIONAL))
                .extracting(Record::rdataToString)
                .contains("127.0.0.1");
    }

    @Test
    void aPeerHasItsAddressAndNothingElse() throws IOException {
        assertThat(ask(PEER, Type.A).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("127.0.0.1");
        Message none = ask(PEER, Type.AAAA);
        assertThat(none.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(none.getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void anotherNameIsNotThere() throws IOException {
        assertThat(ask(Name.fromConstantString("kubia-9.kubia."), Type.A).getRcode())
                .isEqualTo(Rcode.NXDOMAIN);
    }

    private Message ask(Name name, int type) throws IOException {
        String address = names.address();
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.indexOf(':') + 1))));
        return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
    }
}

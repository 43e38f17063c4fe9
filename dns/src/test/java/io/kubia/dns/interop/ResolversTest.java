package io.kubia.dns.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * Resolvers that ask a server by its address: each finds what is there, hears that a name is not there and that a name
 * has nothing of a type, and gets what is too large for a datagram by TCP.
 */
class ResolversTest {
    private static final String HEADLESS = "kubia.default.svc.cluster.local";

    @TempDir
    private Path scratch;

    @Test
    void cAres() throws Exception {
        Program.installedOrSkip("node");
        try (var server = DnsProcess.start(scratch)) {
            assertThat(node(server, "resolveSrv('" + HEADLESS + "')"))
                    .contains("{\"name\":\"kubia-0." + HEADLESS + "\",\"port\":8080,\"priority\":0,\"weight\":33}")
                    .contains("kubia-1." + HEADLESS, "kubia-2." + HEADLESS);
            assertThat(node(server, "resolveSrv('_http._tcp." + HEADLESS + "')"))
                    .contains("kubia-2." + HEADLESS);
            assertThat(node(server, "resolve4('kubia-1." + HEADLESS + "')")).isEqualTo("[\"10.42.0.4\"]");
            assertThat(node(server, "resolve4('kubia-1." + HEADLESS + "', {ttl: true})"))
                    .isEqualTo("[{\"address\":\"10.42.0.4\",\"ttl\":5}]");
            assertThat(node(server, "resolve6('api.default.svc.cluster.local')"))
                    .isEqualTo("[\"fd00:43::a\"]");
            assertThat(node(server, "resolveCname('alias.default.svc.cluster.local')"))
                    .isEqualTo("[\"api.default.svc.cluster.local\"]");
            assertThat(node(server, "resolve4('alias.default.svc.cluster.local')"))
                    .isEqualTo("[\"10.43.0.10\"]");
            assertThat(node(server, "reverse('10.42.0.3')")).isEqualTo("[\"kubia-0." + HEADLESS + "\"]");
            assertThat(node(server, "resolveTxt('dns-version.cluster.local')")).isEqualTo("[[\"1.1.0\"]]");
            assertThat(node(server, "resolve6('" + HEADLESS + "')")).isEqualTo("ENODATA");
            assertThat(node(server, "resolve4('kubia-9." + HEADLESS + "')")).isEqualTo("ENOTFOUND");
            assertThat(node(server, "resolve4('elsewhere.example')")).isEqualTo("EREFUSED");
            assertThat(node(server, "resolveSrv('many.default.svc.cluster.local').then(all => all.length)"))
                    .isEqualTo(String.valueOf(Services.MANY));
        }
    }

    @Test
    void dnsjava() throws Exception {
        try (var server = DnsProcess.start(scratch)) {
            assertThat(lookup(server, HEADLESS, Type.SRV))
                    .hasSize(3)
                    .allMatch(record -> record.rdataToString().startsWith("0 33 8080 kubia-"));
            assertThat(lookup(server, "kubia-1." + HEADLESS, Type.A))
                    .singleElement()
                    .satisfies(record -> assertThat(record.rdataToString()).isEqualTo("10.42.0.4"));
            assertThat(lookup(server, "alias.default.svc.cluster.local", Type.A))
                    .singleElement()
                    .satisfies(record -> assertThat(record.rdataToString()).isEqualTo("10.43.0.10"));
            assertThat(lookup(server, "3.0.42.10.in-addr.arpa", Type.PTR))
                    .singleElement()
                    .satisfies(record -> assertThat(record.rdataToString()).isEqualTo("kubia-0." + HEADLESS + "."));
            assertThat(lookup(server, "many.default.svc.cluster.local", Type.SRV))
                    .hasSize(Services.MANY);
            assertThat(result(server, HEADLESS, Type.AAAA)).isEqualTo(Lookup.TYPE_NOT_FOUND);
            assertThat(result(server, "kubia-9." + HEADLESS, Type.A)).isEqualTo(Lookup.HOST_NOT_FOUND);
        }
    }

    /** What glibc's, Java's and c-ares' resolvers read off resolv.conf, search list and ndots as in a pod. */
    @Test
    void resolvConf() throws Exception {
        try (var namespace = Namespace.openOrSkip();
                var server = DnsProcess.start(namespace.within(), "127.0.0.1:53", scratch)) {
            assertThat(server.address().getPort()).isEqualTo(53);
            namespace.resolvConf(scratch, """
                    nameserver 127.0.0.1
                    search default.svc.cluster.local svc.cluster.local cluster.local
                    options ndots:5
                    """);
            glibc(namespace);
            java(namespace);
            Program.installedOrSkip("node");
            assertThat(namespace.say("node", "-e", script("lookup('kubia-0.kubia')")))
                    .isEqualTo("{\"address\":\"10.42.0.3\",\"family\":4}");
            assertThat(namespace.say("node", "-e", script("resolveSrv('" + HEADLESS + "').then(all => all.length)")))
                    .isEqualTo("3");
        }
    }

    private static void glibc(Namespace namespace) throws IOException, InterruptedException {
        for (var name : List.of("kubia-1.kubia", "kubia-1.kubia.default", "kubia-1." + HEADLESS, "KUBIA-1.Kubia")) {
            assertThat(namespace.say("getent", "ahostsv4", name)).startsWith("10.42.0.4");
        }
        assertThat(lines(namespace.say("getent", "ahostsv4", "kubia")))
                .filteredOn(line -> line.contains("STREAM"))
                .hasSize(3);
        assertThat(namespace.say("getent", "ahosts", "api")).contains("10.43.0.10", "fd00:43::a");
        assertThat(namespace.say("getent", "ahostsv6", "alias")).startsWith("fd00:43::a");
        assertThat(namespace.say("getent", "hosts", "10.42.0.5")).endsWith("kubia-2." + HEADLESS);
        assertThat(lines(namespace.say("getent", "ahostsv4", "many")))
                .filteredOn(line -> line.contains("STREAM"))
                .hasSize(Services.MANY);
        // 2: not found; it must not take long to say so.
        assertThat(namespace.run("getent", "hosts", "kubia-9.kubia").code()).isEqualTo(2);
    }

    private static void java(Namespace namespace) throws IOException, InterruptedException {
        var program = System.getProperty("java.class.path");
        var command =
                List.of(DnsProcess.java(), "-XX:TieredStopAtLevel=1", "-cp", program, JavaLookups.class.getName());
        var said = lines(Program.say(Program.join(namespace.within(), command)));
        assertThat(said)
                .containsExactly(
                        "kubia-0.kubia: [10.42.0.3]",
                        "kubia: [10.42.0.3, 10.42.0.4, 10.42.0.5]",
                        "alias: [10.43.0.10, fd00:43:0:0:0:0:0:a]",
                        "many: " + Services.MANY,
                        "10.42.0.4: kubia-1." + HEADLESS,
                        "kubia-9.kubia: not found",
                        "SRV: [0 33 8080 kubia-0." + HEADLESS + "., 0 33 8080 kubia-1." + HEADLESS
                                + "., 0 33 8080 kubia-2." + HEADLESS + ".]");
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    /** What a promise of node's DNS resolver becomes, as JSON, or its error code. */
    private static String node(DnsProcess server, String call) throws IOException, InterruptedException {
        var port = server.address().getPort();
        return Program.say(List.of(
                "node",
                "-e",
                "const resolver = new (require('dns').promises.Resolver)({timeout: 30000, tries: 1});"
                        + "resolver.setServers(['127.0.0.1:" + port + "']);"
                        + "resolver." + call + print()));
    }

    private static String script(String call) {
        return "require('dns').promises." + call + print();
    }

    private static String print() {
        return ".then(JSON.stringify).then(console.log, error => console.log(error.code))";
    }

    private static List<Record> lookup(DnsProcess server, String name, int type) throws IOException {
        var lookup = search(server, name, type);
        var found = lookup.run();
        assertThat(found).as(name + ": " + lookup.getErrorString()).isNotNull();
        return found == null ? List.of() : List.of(found);
    }

    private static int result(DnsProcess server, String name, int type) throws IOException {
        var lookup = search(server, name, type);
        assertThat(lookup.run()).isNull();
        return lookup.getResult();
    }

    private static Lookup search(DnsProcess server, String name, int type) throws IOException {
        var resolver = new SimpleResolver(server.address());
        resolver.setTimeout(Duration.ofSeconds(Program.PATIENCE_SECONDS));
        var lookup = new Lookup(Name.fromString(name, Name.root), type, DClass.IN);
        lookup.setCache(null);
        lookup.setResolver(resolver);
        return lookup;
    }
}

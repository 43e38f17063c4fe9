package io.kubia.node.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end two readers could see in two places (RFC 9112, sections 2.2, 5, 6.3, 7.1 and 11.2). A proxy before
 * the node may have taken the rest for another client's request, so none is guessed at: the answer is an error, what
 * follows on the connection is never read as a request, and nothing is stored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    private static final String KEPT = "kept";
    private static final String SMUGGLED = "DELETE /data HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final Set<Integer> REFUSED = Set.of(400, 413, 501, 505);

    private NodeProcess node;

    @BeforeAll
    void start(@TempDir Path volume) {
        node = NodeProcess.start(volume);
    }

    @BeforeEach
    void keep() {
        assertThat(node.post(KEPT.getBytes(UTF_8)).status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        assertThat(node.faults()).isEmpty();
        node.close();
    }

    static Stream<Arguments> shapes() {
        return Stream.of(lengths(), codings(), chunks(), headerLines(), requestLines(), hosts())
                .flatMap(shapes -> shapes);
    }

    private static Stream<Arguments> lengths() {
        return Stream.of(
                arguments(
                        "length and chunks", HEAD + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                arguments(
                        "chunks and length", HEAD + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
                arguments("two lengths", HEAD + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody"),
                arguments("two lengths in one line", HEAD + "Content-Length: 4, 5\r\n\r\nbody"),
                arguments("a negative length", HEAD + "Content-Length: -1\r\n\r\nbody"),
                arguments("a signed length", HEAD + "Content-Length: +4\r\n\r\nbody"),
                arguments("a hexadecimal length", HEAD + "Content-Length: 0x4\r\n\r\nbody"),
                arguments("a length with words", HEAD + "Content-Length: 4 bytes\r\n\r\nbody"),
                arguments("a length with a space", HEAD + "Content-Length: 4 4\r\n\r\nbody"),
                arguments("an empty length", HEAD + "Content-Length: \r\n\r\nbody"),
                arguments("a length beyond 64 bits", HEAD + "Content-Length: 18446744073709551620\r\n\r\nbody"));
    }

    private static Stream<Arguments> codings() {
        return Stream.of(
                arguments("an unknown coding", HEAD + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n"),
                arguments("chunked, but not last", HEAD + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                arguments("chunked twice", HEAD + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
                arguments("identity", HEAD + "Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("almost chunked", HEAD + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                arguments("chunked with a control", HEAD + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                arguments("quoted", HEAD + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
                arguments(
                        "two codings", HEAD + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n"),
                arguments("chunks in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }

    private static Stream<Arguments> chunks() {
        var chunked = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                arguments("a chunk size of no digits", chunked + "\r\nabc\r\n0\r\n\r\n"),
                arguments("a chunk size with 0x", chunked + "0x3\r\nabc\r\n0\r\n\r\n"),
                arguments("a negative chunk size", chunked + "-3\r\nabc\r\n0\r\n\r\n"),
                arguments("a signed chunk size", chunked + "+3\r\nabc\r\n0\r\n\r\n"),
                arguments("a chunk size with words", chunked + "3 g\r\nabc\r\n0\r\n\r\n"),
                arguments("a chunk size beyond 64 bits", chunked + "10000000000000003\r\nabc\r\n0\r\n\r\n"),
                arguments("a chunk size beyond 32 bits", chunked + "100000003\r\nabc\r\n0\r\n\r\n"),
                arguments("a chunk longer than it says", chunked + "3\r\nabcd\r\n0\r\n\r\n"),
                arguments("a chunk that ends in LF alone", chunked + "3\r\nabc\n0\r\n\r\n"),
                arguments("a chunk size that ends in LF alone", chunked + "3\nabc\r\n0\r\n\r\n"),
                arguments("a chunk size that ends in CR alone", chunked + "3\rabc\r\n0\r\n\r\n"),
                arguments("an extension that ends in LF alone", chunked + "3;a=b\nabc\r\n0\r\n\r\n"),
                arguments("a trailer that is no header", chunked + "0\r\nContent Length: 3\r\n\r\n"));
    }

    private static Stream<Arguments> headerLines() {
        return Stream.of(
                arguments("a space before the colon", HEAD + "Content-Length : 4\r\n\r\nbody"),
                arguments("a tab before the colon", HEAD + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"),
                arguments("a space before the name", "POST / HTTP/1.1\r\n Host: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("a folded line", HEAD + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
                arguments("a line without a colon", HEAD + "Content-Length 4\r\n\r\nbody"),
                arguments("a header without a name", HEAD + ": 4\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("NUL in a name", HEAD + "Content\0Length: 4\r\n\r\nbody"),
                arguments("NUL in a value", HEAD + "X: a\0b\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("CR in a value", HEAD + "X: a\rContent-Length: 4\r\n\r\n"),
                arguments("lines that end in CR alone", "POST / HTTP/1.1\rHost: a\rContent-Length: 4\r\r\n\r\nbody"));
    }

    private static Stream<Arguments> requestLines() {
        return Stream.of(
                arguments("no version", "POST /\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("a version of its own", "POST / HTTP/9.9\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("HTTP/2 by name", "POST / HTTP/2.0\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("small letters", "POST / http/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("a space in the target", "POST /a b HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("NUL in the target", "POST /\0 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("a method that is no token", "PO(ST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                arguments("TLS", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"));
    }

    private static Stream<Arguments> hosts() {
        return Stream.of(
                arguments("no host", "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"),
                arguments("two hosts", HEAD + "Host: b\r\nContent-Length: 4\r\n\r\nbody"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void isRefusedAndWhatFollowsIsNotRead(String name, String bytes) throws IOException {
        try (var wire = node.connect()) {
            wire.send(bytes + SMUGGLED);
            var answers = new ArrayList<Answer>();
            answers.add(wire.receive());
            while (!wire.ended()) {
                answers.add(wire.receive());
            }
            assertThat(answers)
                    .as("%s: one answer, then the end", name)
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.status()).isIn(REFUSED));
        }
        assertThat(node.get("/data").text()).as("what is stored").isEqualTo(KEPT);
    }

    static Stream<Arguments> harmless() {
        return Stream.of(
                arguments("the same length twice in one meaning", HEAD + "content-LENGTH:4\r\n\r\nbody"),
                arguments("chunked in capitals", HEAD + "Transfer-Encoding: CHUNKED\r\n\r\n4\r\nbody\r\n0\r\n\r\n"),
                arguments("space around a value", HEAD + "Content-Length: \t 4 \t\r\n\r\nbody"),
                arguments("zeros before a length", HEAD + "Content-Length: 0004\r\n\r\nbody"),
                arguments(
                        "zeros before a chunk size",
                        HEAD + "Transfer-Encoding: chunked\r\n\r\n0004\r\nbody\r\n0\r\n\r\n"),
                arguments(
                        "a quoted extension",
                        HEAD + "Transfer-Encoding: chunked\r\n\r\n4;a=\"b;c\"\r\nbody\r\n0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmless")
    void whatIsOnlyUnusualIsUnderstood(String name, String bytes) throws IOException {
        try (var wire = node.connect()) {
            wire.send(bytes.getBytes(ISO_8859_1));
            assertThat(wire.receive().status()).as(name).isEqualTo(200);
            assertThat(wire.get("/data").text()).isEqualTo("body");
        }
    }
}

package io.kubia.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.http.Request.Accepted;
import io.kubia.node.http.Request.Rejected;
import io.kubia.node.store.Body;
import io.kubia.node.store.Version;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static final Version VERSION =
            new Version(0xABCL, 5, Instant.EPOCH, null, true, new Body.Inline(new byte[] {1}));
    private static final String ETAG = "\"0000000000000abc-5\"";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/data, /data",
        "/data?x=/y, /data",
        "http://kubia:8080/data, /data",
        "HTTP://kubia, /",
        "http://kubia?x, /",
        "//data, //data",
    })
    void pathOfATarget(String target, String path) {
        var head = head(target, "Host", "kubia");
        assertThat(Request.check(head))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        accepted -> assertThat(accepted.request().path()).isEqualTo(path));
    }

    @Test
    void whatTwoParsersCouldReadDifferentlyIsRefused() {
        assertRejected(400, head("/"));
        assertRejected(400, head("/", "Host", "a", "Host", "b"));
        assertRejected(400, head("data", "Host", "a"));
        assertRejected(400, head("/", "Host", "a", "Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"));
        assertRejected(501, head("/", "Host", "a", "Transfer-Encoding", "gzip, chunked"));
        assertRejected(501, head("/", "Host", "a", "Transfer-Encoding", "identity"));
    }

    @Test
    void conditionsFollowTheEntityTag() {
        assertThat(ETAG).isEqualTo(VERSION.etag());
        assertThat(accepted("If-Match", ETAG).mayReplace(VERSION)).isTrue();
        assertThat(accepted("If-Match", "\"x\", " + ETAG).mayReplace(VERSION)).isTrue();
        assertThat(accepted("If-Match", "W/" + ETAG).mayReplace(VERSION)).isFalse();
        assertThat(accepted("If-Match", "\"x\"").mayReplace(VERSION)).isFalse();
        assertThat(accepted("If-Match", "*").mayReplace(VERSION)).isTrue();
        assertThat(accepted("If-None-Match", "*").mayReplace(VERSION)).isFalse();
        assertThat(accepted("If-None-Match", "W/" + ETAG).mayReplace(VERSION)).isFalse();
        assertThat(accepted("If-None-Match", "\"x\"").mayReplace(VERSION)).isTrue();
    }

    @Test
    void starMeansAnyDataAtAll() {
        var nothing = new Version(1, 0, Instant.EPOCH, null, false, Body.Nothing.INSTANCE);
        assertThat(accepted("If-Match", "*").mayReplace(nothing)).isFalse();
        assertThat(accepted("If-None-Match", "*").mayReplace(nothing)).isTrue();
    }

    private static Request accepted(String name, String value) {
        return ((Accepted) Request.check(head("/", "Host", "kubia", name, value))).request();
    }

    private static void assertRejected(int code, DefaultHttpRequest head) {
        assertThat(Request.check(head))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected ->
                                assertThat(rejected.answer().status().code()).isEqualTo(code));
    }

    private static DefaultHttpRequest head(String target, String... headers) {
        var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
        for (int i = 0; i < headers.length; i += 2) {
            head.headers().add(headers[i], headers[i + 1]);
        }
        return head;
    }
}

package io.kubia.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.node.cluster.DataInfo.Form;
import io.kubia.node.cluster.DataInfo.State;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What peers say of their data, and what they may say instead. */
class DataHeadersTest {
    @Test
    void aForeignPeerSaysNothing() {
        assertThat(read())
                .isEqualTo(new DataInfo(State.STORED, DataInfo.UNKNOWN, null, null, DataInfo.UNKNOWN, Form.UNTOLD));
    }

    @Test
    void aNodeSaysEverything() {
        assertThat(read(
                        "Content-Length", "5",
                        "Content-Type", "text/plain; charset=utf-8",
                        "Kubia-Sequence", "9223372036854775807",
                        "Kubia-Time", "2026-11-21T03:04:05.000000006Z",
                        "Kubia-Data", "text"))
                .isEqualTo(new DataInfo(
                        State.STORED,
                        Long.MAX_VALUE,
                        Instant.parse("2026-11-21T03:04:05.000000006Z"),
                        "text/plain; charset=utf-8",
                        5,
                        Form.TEXT));
    }

    @Test
    void anEmptyNodeHasNoLengthAndNoType() {
        assertThat(read(
                        "Content-Length",
                        "18",
                        "Content-Type",
                        "text/plain",
                        "Kubia-Data",
                        "none",
                        "Kubia-Sequence",
                        "7"))
                .isEqualTo(new DataInfo(State.EMPTY, 7, null, null, 0, Form.UNTOLD));
    }

    @ParameterizedTest
    @CsvSource({"text,TEXT", "TEXT,TEXT", "binary,BINARY", "nonsense,UNTOLD", "'',UNTOLD", "textt,UNTOLD"})
    void forms(String value, Form form) {
        assertThat(read("Kubia-Data", value).form()).isEqualTo(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                "1.5",
                "0x1",
                "9223372036854775808",
                "9999999999999999999",
                "10000000000000000000000",
                "١"
            })
    void aSequenceThatIsNoneIsUnknown(String value) {
        assertThat(read("Kubia-Sequence", value).sequence()).isEqualTo(DataInfo.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-21",
                "2026-13-41T99:99:99Z",
                "2026-11-21T03:04:05.00000000000000000000000000000000000000000Z"
            })
    void aTimeThatIsNoneIsUnknown(String value) {
        assertThat(read("Kubia-Time", value).time()).isNull();
    }

    @Test
    void aChunkedAnswerHasNoLengthBeforehand() {
        assertThat(read("Transfer-Encoding", "chunked", "Content-Length", "5").length())
                .isEqualTo(DataInfo.UNKNOWN);
    }

    @Test
    void aContentTypeIsOfBoundedLength() {
        assertThat(read("Content-Type", "a/" + "b".repeat(254)).contentType()).hasSize(256);
        assertThat(read("Content-Type", "a/" + "b".repeat(255)).contentType()).isNull();
    }

    private static DataInfo read(String... headers) {
        var answer = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        for (int i = 0; i < headers.length; i += 2) {
            answer.headers().set(headers[i], headers[i + 1]);
        }
        return DataHeaders.read(answer);
    }
}

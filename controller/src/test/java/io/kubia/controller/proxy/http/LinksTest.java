package io.kubia.controller.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinksTest {
    private static final Links LINKS = new Links("/p", "/p/x", "127.244.0.2:8080", "localhost:8001");

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "/, /p/",
        "/a/b/?q=/c#d, /p/a/b/?q=/c#d",
        "a/b, a/b",
        "?q, ?q",
        "#top, #top",
        "/p/a, /p/a",
        "/pictures, /p/pictures",
        "http://127.244.0.2:8080/a, /p/a",
        "http://localhost:8001/a?b, /p/a?b",
        "//localhost:8001/a, /p/a",
        "https://example.com/a, https://example.com/a",
        "//example.com/a, //example.com/a",
        "http://127.244.0.2:8080, http://127.244.0.2:8080",
        "mailto:x@example.com, mailto:x@example.com"
    })
    void onlyLinksToThePodsRootAreChanged(String link, String expected) {
        assertThat(LINKS.rewrite(link)).isEqualTo(expected);
    }

    @Test
    void linksOfAPageAreFoundWhereverItIsCut() {
        var page = """
                <!DOCTYPE html><!-- <a href="/no"> --><!--><A class=x HREF='/a'>/a</a>
                <img alt="a > b" src=/i.png><br/><a href="b">b</a><a title="/t" href = "/c?d=&amp;e">
                <script>if (a < b) { x = '<a href="/no">' }</script><script src="/s.js"></script>
                <style>a::before { content: '<img src="/no">' }</style><form action="/f"><p cite="/no">
                <a/href="/g" href="http://example.com/"><area href=/h>&lt;a href="/no"&gt; < /no""";
        var expected = page.replace("'/a'", "'/p/a'")
                .replace("/i.png", "/p/i.png")
                .replace("\"/c?", "\"/p/c?")
                .replace("/s.js", "/p/s.js")
                .replace("\"/f\"", "\"/p/f\"")
                .replace("\"/g\"", "\"/p/g\"")
                .replace("=/h", "=/p/h");
        for (int cut = 0; cut <= page.length(); cut++) {
            var links = new PageLinks(LINKS);
            assertThat(links.pass(page.substring(0, cut)) + links.pass(page.substring(cut)) + links.rest())
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatEndsInTheMidstOfALinkIsNotLost() {
        var links = new PageLinks(LINKS);

        assertThat(links.pass("<a href=\"/half") + links.rest()).isEqualTo("<a href=\"/half");
    }

    @Test
    void aVeryLongLinkStaysAsItIs() {
        var page = "<a href=\"/" + "x".repeat(10_000) + "/y\"><a href=\"/a\">";

        assertThat(new PageLinks(LINKS).pass(page)).isEqualTo(page.replace("\"/a\"", "\"/p/a\""));
    }
}

package io.kubia.controller.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of the real kubectl: in recorded.txt, three lines each: the command, the bytes, the JSON. */
class RecordedBodiesTest {
    static List<Recorded> bodies() throws Exception {
        try (var in = Objects.requireNonNull(RecordedBodiesTest.class.getResourceAsStream("recorded.txt"))) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            var bodies = new ArrayList<Recorded>();
            for (int i = 0; i < lines.size(); i += 3) {
                bodies.add(new Recorded(lines.get(i), lines.get(i + 1), lines.get(i + 2)));
            }
            return bodies;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void areReadAsTheirJson(Recorded recorded) throws Exception {
        var decoded = ProtobufBody.decode(recorded.bytes());
        assertThat(decoded.object()).isEqualTo(JsonText.parse(recorded.json));
        assertThat(decoded.problems()).isEmpty();
    }

    record Recorded(String command, String hex, String json) {
        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return command;
        }
    }
}

package io.kubia.controller.api.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "PT-2S, <invalid>",
        "PT-1.5S, 0s",
        "PT0.9S, 0s",
        "PT50S, 50s",
        "PT1M44S, 104s",
        "PT1M59.9S, 119s",
        "PT2M, 2m",
        "PT2M23S, 2m23s",
        "PT9M59S, 9m59s",
        "PT10M59S, 10m",
        "PT2H59M, 179m",
        "PT3H, 3h",
        "PT3H1M, 3h1m",
        "PT7H59M, 7h59m",
        "PT8H59M, 8h",
        "PT47H, 47h",
        "PT48H, 2d",
        "PT84H, 3d12h",
        "P7DT23H, 7d23h",
        "P8DT5H, 8d",
        "P729D, 729d",
        "P730D, 2y",
        "P731D, 2y1d",
        "P2920D, 8y",
        "P3000D, 8y"
    })
    void isInTheFormOfKubectl(Duration age, String expected) {
        assertThat(Age.shortForm(age)).isEqualTo(expected);
    }

    @Test
    void isUnknownWithoutATime() {
        assertThat(Age.since((String) null, Instant.EPOCH)).isEqualTo("<unknown>");
        assertThat(Age.since("tomorrow", Instant.EPOCH)).isEqualTo("<unknown>");
    }
}
